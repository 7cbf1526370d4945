"""A draft's conversation changed in place: forms become operations over the flows' files."""
