"""Telegram: one silent screen on her phone, and a way to take everything back."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
