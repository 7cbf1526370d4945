"""Her doors, and the one place that knows everyone."""
