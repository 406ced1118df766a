"""The web application: pages for people and linked data for machines, over the core that every door uses."""
