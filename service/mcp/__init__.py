"""The door for AI agents: the core as tools and resources of the Model Context Protocol, bounded and cited."""
