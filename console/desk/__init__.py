"""The operator's desk: her queue, her conversations, what she may do in them."""
