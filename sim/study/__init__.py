"""Studies: run many, compare, and know what drives what."""
