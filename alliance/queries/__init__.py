"""Reads of the tenant core that feed a page."""
