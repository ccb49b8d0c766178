"""Pages about what people told us."""
