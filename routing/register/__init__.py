"""A register of centres, as others keep it, judged before any of it is taken in."""
