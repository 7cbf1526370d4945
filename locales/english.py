"""What the commands say: a phrase of the console's catalogue in English."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from locales.catalogues import CONSOLE, Catalogues

if TYPE_CHECKING:
    from locales.errors import LocaleError
    from locales.phrase import Phrase

_TAG = "en"


def in_english(phrase: Phrase | str) -> str:
    """A phrase of the console's in words."""
    return _ours().say_to_staff(phrase, _TAG)


def told_in_english(problem: LocaleError) -> str:
    """What is wrong, and each fault on a line of its own."""
    return "\n  ".join(in_english(each) for each in (problem.phrase, *problem.faults))


@cache
def _ours() -> Catalogues:
    file = resources.files("locales") / _TAG / "LC_MESSAGES" / f"{CONSOLE}.po"
    return Catalogues({f"{_TAG}/{CONSOLE}": file.read_text(encoding="utf-8")})
