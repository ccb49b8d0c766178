"""The only code that writes what people told us, what they allow and what became of it."""
