"""What each office records of life, and when."""
