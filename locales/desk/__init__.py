"""The translation desk: each sentence beside its translation, and who says that it is right."""
