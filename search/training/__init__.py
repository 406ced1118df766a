"""Trains the default embedding model from public corpora: ``python -m search.training --corpora DIR``."""
