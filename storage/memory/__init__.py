"""A twin of every storage contract that keeps nothing, held to the same tests as the databases."""
