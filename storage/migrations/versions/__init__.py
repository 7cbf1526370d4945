"""The migrations, in order. Each is written once and never changed."""
