"""Every write of the members app, by noun."""
