"""The daily keys: made on first need, destroyed when over.

This file says which day's key lives; `key_files` handles the files. Several
processes may share one folder, and a clock that jumps leaves no key behind.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

import structlog

from storage import key_files
from storage.key_files import KEY_BYTES, KEY_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: How far the clocks of two replicas may differ around midnight.
CLOCK_SKEW = timedelta(hours=1)

_DAY = timedelta(days=1)

log = structlog.get_logger()


class Purpose(Enum):
    """What a key opens; the value is how many days of UTC it does so, its own included."""

    TOKEN = 2
    SERVICE = 3


@dataclass(frozen=True, slots=True)
class DayKey:
    """The key of one day (UTC). Never printed."""

    day: date
    secret: bytes

    def __repr__(self) -> str:
        return f"DayKey({self.day})"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveKeys:
    """The keys that open something now; each tuple newest first.

    `*_now` is the one to seal with. A token key of tomorrow stands among the others
    only in the last hour of a day, for what a replica whose clock is ahead sealed; a
    service key of tomorrow always, for what was sealed under a clock that ran ahead.
    """

    token: tuple[DayKey, ...]
    token_now: DayKey
    service: tuple[DayKey, ...]
    service_now: DayKey


class Keyring:
    """The keys of a folder, as they were when it was last tended.

    `live` is replaced, never changed: compare it by identity to see new keys.
    """

    def __init__(self, folder: Path) -> None:
        #: Where they lie.
        self.folder = folder
        self._held: dict[tuple[Purpose, date], bytes] = {}
        self._healthy = True
        self.live: LiveKeys

    @classmethod
    def open(cls, folder: Path, now: datetime, *, database_folder: Path | None = None) -> Keyring:
        """Make the folder on first need and today's and tomorrow's keys in it.

        Raises:
            UnsafeKeysError: With a sentence for the keeper, when the keys would be exposed.
        """
        key_files.prepare(folder, database_folder)
        keyring = cls(folder)
        keyring.tend(now)
        return keyring

    def tend(self, now: datetime) -> None:
        """Make today's and tomorrow's keys; destroy those that are over.

        Call it every minute or so. A folder that cannot be written does not stop
        the service: what could not be kept is held in memory and tried again.
        """
        today = now.astimezone(UTC).date()
        newest = (now.astimezone(UTC) + CLOCK_SKEW).date()
        healthy = True
        try:
            healthy = self._take_up(today, newest)
        except OSError:
            healthy = False
        self._forget_over(today, newest)
        for purpose in Purpose:
            for day in (today, today + _DAY):
                healthy &= self._make(purpose, day)
        self._publish(today, newest)
        self._report(healthy=healthy)

    def _take_up(self, today: date, newest: date) -> bool:
        """Read the folder's keys, as others may have changed them; destroy what is over."""
        found: dict[tuple[Purpose, date], bytes] = {}
        healthy = True
        for path in list(self.folder.iterdir()):
            match = KEY_FILE.fullmatch(path.name)
            if match is None:
                continue
            purpose, day = Purpose[match["purpose"].upper()], _day_in(match["day"])
            if day is None or not _lives(purpose, day, today, newest):
                healthy &= key_files.destroy(path)
            elif not match["draft"]:
                secret = key_files.read(path)
                if len(secret) == KEY_BYTES:
                    found[purpose, day] = secret
                else:
                    healthy &= key_files.destroy(path)
        # Keys that exist only in memory, because the disk refused them, stay until it takes them.
        self._held = {**self._held, **found}
        return healthy

    def _forget_over(self, today: date, newest: date) -> None:
        self._held = {
            (purpose, day): secret
            for (purpose, day), secret in self._held.items()
            if _lives(purpose, day, today, newest)
        }

    def _make(self, purpose: Purpose, day: date) -> bool:
        """Have a key of that day on disk, ours or another process's."""
        path = self.folder / f"{purpose.name.lower()}-{day}"
        secret = self._held.setdefault((purpose, day), secrets.token_bytes(KEY_BYTES))
        try:
            self._held[purpose, day] = key_files.write_once(path, secret)
        except OSError:
            return False
        return True

    def _publish(self, today: date, newest: date) -> None:
        token = _opening(self._held, Purpose.TOKEN, newest)
        # Tomorrow's too: after a clock that ran ahead and was set right, what it sealed under
        # that key is still hers (P6). It is on the disk anyhow, made a day ahead.
        service = _opening(self._held, Purpose.SERVICE, newest + _DAY)
        live = LiveKeys(
            token=token,
            token_now=next(key for key in token if key.day == today),
            service=service,
            service_now=next(key for key in service if key.day == today),
        )
        if getattr(self, "live", None) != live:
            self.live = live

    def _report(self, *, healthy: bool) -> None:
        if healthy != self._healthy:
            self._healthy = healthy
            if healthy:
                log.info("The key directory can be written again.")
            else:
                log.error("The key directory cannot be written; keys are held in memory only.")


def _lives(purpose: Purpose, day: date, today: date, newest: date) -> bool:
    """Whether a key of that day may exist.

    One further ahead than tomorrow was made under a wrong clock: left alone it
    would outlive its days.
    """
    return today - _DAY * (purpose.value - 1) <= day <= newest + _DAY


def _opening(
    held: Mapping[tuple[Purpose, date], bytes], purpose: Purpose, newest: date
) -> tuple[DayKey, ...]:
    keys: Iterable[DayKey] = (
        DayKey(day, secret) for (of, day), secret in held.items() if of is purpose and day <= newest
    )
    return tuple(sorted(keys, key=lambda key: key.day, reverse=True))


def _day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
