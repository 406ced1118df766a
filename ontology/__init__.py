"""The vocabulary, themes, ministries and shapes, as Turtle; and the names that code may use for them."""
