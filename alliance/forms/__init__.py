"""Forms of the tenant core: they clean what was typed and stop."""
