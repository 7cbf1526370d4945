"""WHO ANSWERS, WHERE, WHEN. Pure: facts, a place and a moment in, an answer with its reason out."""
