"""Questions about money, answered as firmly as the sources allow."""
