"""What is kept, under which key, and for how long."""
