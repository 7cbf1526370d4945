"""The studio's door: what is live, drafts, what changes for whom, a second person's yes."""
