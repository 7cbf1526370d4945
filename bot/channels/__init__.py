"""The doors: each translates in, calls the conversation once, translates out."""
