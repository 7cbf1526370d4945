"""Where she is, from what she typed: one place when it is sure, otherwise a question."""
