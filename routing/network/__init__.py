"""A network's folder: its files, what is wrong with them, what still waits, and a map."""
