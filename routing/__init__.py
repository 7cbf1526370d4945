"""Who answers, where, when. Pure: facts, a place and a moment in, an answer with its reason out."""
