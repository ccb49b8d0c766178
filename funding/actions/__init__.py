"""The only code that writes about money. No sum is made firmer here than its source makes it."""
