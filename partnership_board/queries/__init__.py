"""Reads of the board that feed a page, a pack or a letter."""
