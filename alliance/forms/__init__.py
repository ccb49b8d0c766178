"""What people type into pages of the tenant core."""
