"""Backups: made by the owner, sealed to a key that is not here, and tried by restoring them."""
