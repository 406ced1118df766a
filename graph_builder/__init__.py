"""Reads policy documents into records, the records into RDF, and keeps the store."""
