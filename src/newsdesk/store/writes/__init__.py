"""What the worker writes: one transaction a feed."""
