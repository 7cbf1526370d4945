"""Where she is, from what she typed: one place when it is sure, otherwise a question."""

from routing.places.finding import Candidate, Found, Gazetteer

__all__ = ["Candidate", "Found", "Gazetteer"]
