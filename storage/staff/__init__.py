"""The people who answer: their keys, their nodes' keys, who is there, what they did."""
