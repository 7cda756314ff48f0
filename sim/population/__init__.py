"""The world of the first month, from published margins."""
