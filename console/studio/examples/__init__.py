"""The studio's pages about examples."""
