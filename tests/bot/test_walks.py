"""Buttons of an older revision go on working for the two days they may be pressed."""

from __future__ import annotations

from datetime import date

from bot.walks import Script, Walks, archived
from flows.definition import Channel
from flows.packing import Packer
from flows.turn import Position, Pressed
from locales.catalogues import Catalogues
from locales.languages import language
from tests.flows.libraries import TALK, library

TODAY = date(2026, 11, 24)
OLD = library(talk=TALK.replace('say: "Puoi tornare."', 'say: "Torna quando vuoi."'))
NEW = library(
    talk=TALK.replace("  later:\n    say", "  afterwards:\n    say").replace(
        "go: later", "go: afterwards"
    )
)
NOTHING = Catalogues({})
ITALIAN = (language("it"),)


def walks(**older: bytes) -> Walks:
    """Today's library is `NEW`; `older` ones are kept."""
    kept = {bytes.fromhex(name[1:]): body for name, body in older.items()}
    return Walks(Script(NEW, NOTHING, ITALIAN), shows_drafts=False, older=kept)


def an_old_button() -> bytes:
    """What a phone has kept: a press on 'later' of the old revision."""
    position = Position(OLD.revision, "talk.menu", "it", (0, 0, 2))
    return Packer(OLD, {"it": 1}).pack(position, Pressed(2))


def test_a_kept_revision_is_walked_to_its_end() -> None:
    """She finishes the version she began, with the words it had."""
    opened = walks(**{f"r{OLD.revision.hex()}": archived(Script(OLD, NOTHING, ITALIAN))}).open(
        an_old_button()
    )

    assert opened is not None
    screen = opened.walk.machine.hear(opened.position, opened.pressed, Channel.WEB, TODAY).screen
    assert screen is not None
    assert ("Torna quando vuoi.",) == screen.bubbles


def test_a_revision_nobody_kept_is_not_opened() -> None:
    """Its language can still be read, so that she lands at home in it."""
    found = walks()

    assert (None, "it") == (found.open(an_old_button()), found.language_of(an_old_button()))


def test_a_damaged_archive_leads_home() -> None:
    """What cannot be read back is as if it were gone."""
    assert walks(**{f"r{OLD.revision.hex()}": b"not json"}).open(an_old_button()) is None
