"""Source documents, reference tables and the trained model, each with its origin and licence beside it."""
