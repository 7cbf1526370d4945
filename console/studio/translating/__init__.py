"""The translation desk: every language sentence by sentence, files out and in, signatures."""
