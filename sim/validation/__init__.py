"""What speaks for the model and what against: published designs re-run, a year it was not fitted to, forecasts."""
