"""The network: the only place that uses httpx, and the manners of a good guest."""
