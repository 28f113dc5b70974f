"""Types of annotations."""
