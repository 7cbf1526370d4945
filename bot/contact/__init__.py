"""Her side of a handoff: what she does to it, and what her screen may show of it."""

from bot.contact.contact import Contact

__all__ = ["Contact"]
