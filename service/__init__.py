"""The shells: command line, SPARQL endpoint, web pages, REST and MCP. Thin, over one core."""
