"""The vocabulary, themes, ministries and shapes, as Turtle; and the names that code may use for them."""

BASE = "https://w3id.org/sesaku/"
"""What every IRI of ours begins with."""
