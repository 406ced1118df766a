"""How much may be asked and answered at once, the same at every door."""

LONGEST_QUESTION = 1000
"""Characters of a question, and of any other text beside a draft."""
LONGEST_DRAFT = 20_000
"""Characters of a draft; some tens of pages."""
MOST_IGNORED = 20
"""Pieces of a question that are not to be filters."""
RANKED = 50
"""Ranked measures that an answer to words pages through and counts: further ones hardly touch the question."""
