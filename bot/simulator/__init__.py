"""The phones of the studio: the real conversation over memory twins, laid out as on a channel."""

from bot.simulator.making import Phones

__all__ = ["Phones"]
