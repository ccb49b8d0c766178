"""Every write of the tenant core."""
