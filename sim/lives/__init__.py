"""One household's life, told from a run made again: its months, who wrote what, what was drawn and what decided."""
