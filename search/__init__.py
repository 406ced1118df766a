"""Finds measures by meaning and by word, and shows where they overlap."""
