"""What is said. Pure: a position and an input in, a turn out."""
