"""Questions about what people told us. The only place where insights are read."""
