"""`soglia recovery …`: two people outside, a new lead, and everybody else who tries."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.errors import (
    FileTakenError,
    NothingToRecoverError,
    RecoveryFileError,
    RecoveryKeysError,
    RecoveryTooLateError,
    StillClosedError,
    UnknownPersonError,
    WrongPassphraseError,
    WrongRecoveryKeyError,
)
from bot.recovery import read_request, write_request
from storage.envelopes import fingerprint
from storage.staff.node_keys import open_copy
from tests.bot.keepers import NODE, Keeper
from tests.contract.bureaus import passkey, unlocked

if TYPE_CHECKING:
    from storage.staff.node_keys import HeldKey
    from storage.staff.people import Person

PASSPHRASE = "quattro gatti e una barca"


def types(*words: object, answers: str = "") -> Result:
    """Somebody outside, without the service's settings."""
    return CliRunner().invoke(app, [str(word) for word in words], input=answers)


def makes_a_key(file: Path, passphrase: str = PASSPHRASE) -> Result:
    return types("recovery", "key", file, answers=f"{passphrase}\n{passphrase}\n")


def opens(request: Path, key: Path, to: Path, passphrase: str = PASSPHRASE) -> Result:
    """One of the two does her part, after asking the new lead."""
    words = ("recovery", "open", request, "--key", key, "--to", to)
    return types(*words, answers=f"y\n{passphrase}\n")


@pytest.fixture(scope="module")
def sticks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of the two people, and of a third."""
    folder = tmp_path_factory.mktemp("sticks")
    for name in ("first", "second", "third"):
        assert 0 == makes_a_key(folder / name).exit_code
    return folder


@pytest.fixture
def keeper(tmp_path: Path, sticks: Path) -> Keeper:
    keeper = Keeper(tmp_path)
    files = [f"{sticks}/first.pub", f"{sticks}/second.pub"]
    keeper.configure(f"[recovery]\nkeys = {files}\n")
    return keeper


def lost_node(keeper: Keeper) -> tuple[HeldKey, Person]:
    """A node whose only lead is gone; the key she had, and the new lead."""
    lea = keeper.enrols("lea", keeper.invites("Lea", "--lead"))
    held = keeper.meanwhile(lambda bureau: bureau.keys.found(NODE, datetime.now(UTC)))
    assert held is not None
    keeper.types("staff", "remove", lea.id)
    return held, keeper.enrols("nina", keeper.invites("Nina", "--lead"))


def asked(keeper: Keeper) -> Path:
    """The request for that node's key."""
    _, nina = lost_node(keeper)
    assert (
        0 == keeper.types("recovery", "request", nina.id, "--to", keeper_file(keeper, 0)).exit_code
    )
    return Path(keeper_file(keeper, 0))


def keeper_file(keeper: Keeper, step: int) -> str:
    return str(keeper.folder / f"request{step}")


def test_two_people_bring_a_key_back(keeper: Keeper, sticks: Path) -> None:
    """Request, one envelope each, finish: the new lead's passkey opens what waited."""
    held, nina = lost_node(keeper)
    zero, one, two = (Path(keeper_file(keeper, step)) for step in range(3))
    asking = keeper.types("recovery", "request", nina.id, "--to", str(zero))
    first, second = opens(zero, sticks / "first", one), opens(one, sticks / "second", two)
    done = keeper.types("recovery", "finish", str(two))

    assert [0] * 4 == [result.exit_code for result in (asking, first, second, done)]
    for told in (asking, first, second):
        assert fingerprint(passkey("nina").sealing_key) in told.output
    assert "goes to the second" in first.output
    [copy] = keeper.meanwhile(lambda bureau: bureau.keys.copies_for(passkey("nina").id))
    opened = open_copy(copy, unlocked("nina"))
    assert opened is not None
    assert held.pair.public == opened.pair.public
    assert ["recovered", "recovery_asked"] == [
        entry.what for entry in keeper.meanwhile(lambda bureau: bureau.audit.newest(2))
    ]


def test_neither_alone_opens_it(keeper: Keeper, sticks: Path) -> None:
    """Not the second first, not the first twice, not a third; nothing is written."""
    zero = asked(keeper)
    one, two = Path(keeper_file(keeper, 1)), Path(keeper_file(keeper, 2))
    too_soon = [opens(zero, sticks / name, one) for name in ("second", "third")]
    written = one.exists()
    opens(zero, sticks / "first", one)
    twice = [opens(one, sticks / name, two) for name in ("first", "third")]

    assert all(isinstance(it.exception, WrongRecoveryKeyError) for it in [*too_soon, *twice])
    assert "envelope 1 of 2" in str(too_soon[0].exception)
    assert "envelope 2 of 2" in str(twice[0].exception)
    assert (False, False) == (written, two.exists())
    for file in (zero, one):
        closed = keeper.types("recovery", "finish", str(file))
        assert isinstance(closed.exception, StillClosedError)


def test_unlike_fingerprint_stops_it(keeper: Keeper, sticks: Path) -> None:
    """Who is not sure for whom she opens, opens nothing."""
    zero, one = asked(keeper), Path(keeper_file(keeper, 1))
    words = ("recovery", "open", zero, "--key", sticks / "first", "--to", one)
    done = types(*words, answers="n\n")

    assert 1 == done.exit_code
    assert not one.exists()


def test_swapped_key_shows_in_the_fingerprint(keeper: Keeper, sticks: Path) -> None:
    """Who puts another key into the request cannot show the lead's fingerprint."""
    zero = asked(keeper)
    swapped = Path(keeper_file(keeper, 9))
    mine = {"sealing_key": unlocked("keeper").public}
    write_request(swapped, read_request(zero).model_copy(update=mine))
    told = opens(swapped, sticks / "first", Path(keeper_file(keeper, 1))).output

    assert fingerprint(unlocked("keeper").public) in told
    assert fingerprint(passkey("nina").sealing_key) not in told


def test_another_nodes_envelope_does_not_pass(keeper: Keeper, sticks: Path) -> None:
    """What is asked for is bound to its node and its generation."""
    zero, other = asked(keeper), Path(keeper_file(keeper, 9))
    for change in ({"node": "cav-002"}, {"generation": 2}):
        other.unlink(missing_ok=True)
        write_request(other, read_request(zero).model_copy(update=change))
        done = opens(other, sticks / "first", Path(keeper_file(keeper, 1)))
        assert isinstance(done.exception, WrongRecoveryKeyError)


def test_removed_lead_gets_nothing_back(keeper: Keeper, sticks: Path) -> None:
    """What comes back for somebody who left meanwhile is not kept."""
    zero, one, two = asked(keeper), Path(keeper_file(keeper, 1)), Path(keeper_file(keeper, 2))
    opens(zero, sticks / "first", one)
    opens(one, sticks / "second", two)
    [nina] = keeper.meanwhile(lambda bureau: bureau.staff.everybody())
    keeper.types("staff", "remove", nina.id)

    assert isinstance(keeper.types("recovery", "finish", str(two)).exception, RecoveryTooLateError)


def test_request_needs_an_active_lead_and_a_copy(keeper: Keeper) -> None:
    """Nobody else is asked for; a key made without two people outside has no copy."""
    keeper.configure()
    _, nina = lost_node(keeper)
    to = keeper_file(keeper, 0)
    cora = keeper.enrols("cora", keeper.invites("Cora", "--coordinator", node=""))

    for person in (cora.id, "nobody"):
        done = keeper.types("recovery", "request", person, "--to", to)
        assert isinstance(done.exception, UnknownPersonError)
    done = keeper.types("recovery", "request", nina.id, "--to", to)
    assert isinstance(done.exception, NothingToRecoverError)


def test_key_files_are_hers_alone(sticks: Path, tmp_path: Path) -> None:
    """Mode 0600, never written over; a short or misspelt passphrase is asked for again."""
    again = makes_a_key(sticks / "first")
    short = makes_a_key(tmp_path / "key", "troppo corta")

    assert 0o600 == stat.S_IMODE((sticks / "first").stat().st_mode)
    assert isinstance(again.exception, FileTakenError)
    assert 2 == short.exit_code
    assert not (tmp_path / "key").exists()


def test_wrong_passphrase_opens_nothing(keeper: Keeper, sticks: Path) -> None:
    """Nor does a file that is no key."""
    zero, one = asked(keeper), Path(keeper_file(keeper, 1))
    wrong = opens(zero, sticks / "first", one, passphrase="tre gatti e una barca")
    no_key = opens(zero, zero, one)
    no_request = types("recovery", "finish", sticks / "first")

    assert isinstance(wrong.exception, WrongPassphraseError)
    assert isinstance(no_key.exception, RecoveryFileError)
    assert isinstance(no_request.exception, RecoveryFileError)


@pytest.mark.parametrize("names", [["first.pub"], ["first.pub", "first.pub"], ["first", "second"]])
def test_settings_name_two_public_keys(keeper: Keeper, sticks: Path, names: list[str]) -> None:
    """One, the same twice or a secret key in the settings is refused in words."""
    files = [f"{sticks}/{name}" for name in names]
    keeper.configure(f"[recovery]\nkeys = {files}\n")

    assert isinstance(keeper.types("staff", "list").exception, RecoveryKeysError)
