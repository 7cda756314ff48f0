"""The rules of a month, one behaviour a file."""
