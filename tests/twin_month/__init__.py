"""The agents of the twin, one class a file, and the referee who holds them against the columns."""
