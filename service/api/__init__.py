"""The REST interface: typed JSON and CSV over the core that every door uses, described in OpenAPI 3.1."""
