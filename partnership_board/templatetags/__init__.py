"""What templates of the board may ask for."""
