"""The SPARQL 1.1 endpoint: protocol, workers that can be killed, search by meaning inside a query, and hints."""
