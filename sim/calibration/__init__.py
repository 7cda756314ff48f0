"""Targets, and the search for what one believes that meets them."""
