"""The studio's pages about facts."""
