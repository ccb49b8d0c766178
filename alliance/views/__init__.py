"""Pages of the tenant core."""
