"""Moments as the database keeps them: UTC, without their zone, because SQLite keeps none."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(moment: datetime) -> datetime:
    """Write a moment for the database."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def to_minute(moment: datetime) -> datetime:
    """Write a moment to the minute: the second says who was fast, and nobody asks that."""
    return utc(moment).replace(second=0, microsecond=0)


def aware(moment: datetime) -> datetime:
    """Read a moment from the database."""
    return moment.replace(tzinfo=UTC)
