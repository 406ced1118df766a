"""Measures the search: graded queries, JGLUE, and plain baselines beside it."""
