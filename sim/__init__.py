"""tiltsim: a policy laboratory."""
