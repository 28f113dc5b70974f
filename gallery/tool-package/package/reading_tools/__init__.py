"""Tools about texts, for prompt flows."""
