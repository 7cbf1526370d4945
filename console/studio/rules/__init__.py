"""The studio's pages about rules."""
