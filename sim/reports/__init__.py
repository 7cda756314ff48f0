"""What people are shown of results: a page that is one file."""
