"""`soglia staff …` and `soglia audit …` as the keeper types them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import LeadAmongThemError, NobodyAdmitsError, UnknownNodeError, UnknownPersonError
from storage.staff.people import Role, State
from tests.bot.keepers import NODE, OTHER_NODE, Keeper, link_in, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from storage.staff.people import Person


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path)


def first_lead(keeper: Keeper) -> Person:
    return keeper.enrols("lea", keeper.invites("Lea", "--lead"))


def test_first_lead_is_in_with_her_link(keeper: Keeper) -> None:
    """Nobody could admit her: the keeper's link does both steps."""
    lea = first_lead(keeper)

    assert (State.ACTIVE, {Role.LEAD}, NODE) == (lea.state, lea.roles, lea.node)


def test_operator_waits_for_her_lead(keeper: Keeper) -> None:
    """Where there is a lead, the keeper's link is only the first of two steps."""
    first_lead(keeper)
    anna = keeper.enrols("anna", keeper.invites("Anna", "--operator"))
    second = keeper.enrols("mia", keeper.invites("Mia", "--lead"))

    assert State.PENDING is anna.state
    assert State.PENDING is second.state


def test_operator_without_a_lead_is_refused(keeper: Keeper) -> None:
    """Another node's lead, or one who has not enrolled, admits nobody here."""
    keeper.enrols("lea", keeper.invites("Lea", "--lead", node=OTHER_NODE))
    keeper.invites("Mia", "--lead")
    done = keeper.types("staff", "invite", "--name", "Anna", "--node", NODE, "--operator")

    assert isinstance(done.exception, NobodyAdmitsError)
    assert f"'{NODE}' has no lead" in refusal(done)


def test_leadless_node_takes_its_lead_from_its_own(keeper: Keeper) -> None:
    """The keeper cannot bring a lead from outside to a key that operators hold."""
    lea = first_lead(keeper)
    anna = keeper.enrols("anna", keeper.invites("Anna", "--operator"))
    keeper.meanwhile(lambda bureau: bureau.staff.admit(anna.id))
    keeper.types("staff", "remove", lea.id)
    outside = keeper.types("staff", "invite", "--name", "Mia", "--node", NODE, "--lead")
    made = keeper.types("staff", "roles", anna.id, "--lead", "--operator")

    assert isinstance(outside.exception, LeadAmongThemError)
    assert "Anna is now: lead, operator." in made.output
    assert State.PENDING is keeper.enrols("mia", keeper.invites("Mia", "--lead")).state


def test_roles_are_said_anew(keeper: Keeper) -> None:
    """What is not said is taken; nothing said or nobody meant is refused."""
    lea = first_lead(keeper)
    keeper.meanwhile(lambda bureau: bureau.keys.found(NODE, datetime.now(UTC)))
    keeper.types("staff", "roles", lea.id, "--coordinator")
    left = keeper.meanwhile(lambda bureau: bureau.staff.person(lea.id))

    assert left is not None
    assert {Role.COORDINATOR} == left.roles
    assert "opened by 0 passkeys" in keeper.types("staff", "list").output
    assert 2 == keeper.types("staff", "roles", lea.id).exit_code
    nobody = keeper.types("staff", "roles", "nobody", "--lead")
    assert isinstance(nobody.exception, UnknownPersonError)


def test_what_is_over_is_dropped(keeper: Keeper) -> None:
    """A year after somebody left, neither her name nor what she did is left."""
    lea = first_lead(keeper)
    keeper.types("staff", "remove", lea.id)
    later = datetime.now(UTC) + timedelta(days=367)
    keeper.meanwhile(lambda bureau: bureau.tend(later))

    assert None is keeper.meanwhile(lambda bureau: bureau.staff.person(lea.id))
    assert "0 entries, none missing" in keeper.types("audit", "verify").output


def test_those_of_the_whole_network_need_no_node(keeper: Keeper) -> None:
    """They are in as soon as they enrolled, and hold no key."""
    for name, role in (("cora", "--coordinator"), ("tea", "--translator"), ("kim", "--keeper")):
        person = keeper.enrols(name, keeper.invites(name, role, node=""))
        assert (True, False) == (person.is_active, person.holds_keys)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--name", "Anna", "--node", NODE], "Say what she is"),
        (["--name", "Anna", "--lead"], "Name her node"),
    ],
)
def test_half_an_invitation_is_refused(keeper: Keeper, words: list[str], sentence: str) -> None:
    """What is missing is said in one sentence, with exit code 2."""
    done = keeper.types("staff", "invite", *words)

    assert 2 == done.exit_code
    assert sentence in done.output


def test_unknown_node_is_refused(keeper: Keeper) -> None:
    """A slip in the id makes nobody."""
    done = keeper.types("staff", "invite", "--name", "Anna", "--node", "cav-oo1", "--lead")

    assert isinstance(done.exception, UnknownNodeError)
    assert "0 people" in keeper.types("staff", "list").output


def test_list_tells_who_is_in(keeper: Keeper) -> None:
    """Id, node, name, roles, state, shift; and who opens each node's key."""
    lea = first_lead(keeper)
    keeper.invites("Anna", "--operator")
    keeper.meanwhile(lambda bureau: bureau.keys.found(NODE, datetime.now(UTC)))
    keeper.meanwhile(lambda bureau: bureau.shifts.begin(lea.id, ["it"], datetime.now(UTC)))
    lines = keeper.types("staff", "list").output.splitlines()

    assert f"{lea.id}  {NODE}  Lea  lead  active, on shift" in lines
    assert any(line.endswith("Anna  operator  invited") for line in lines)
    assert f"key of {NODE}: opened by 1 passkeys and nobody outside" in lines
    assert "2 people, 1 node keys" == lines[-1]
    assert "0 people" in keeper.types("staff", "list", "--node", OTHER_NODE).output


def test_lost_link_is_made_anew(keeper: Keeper) -> None:
    """The older one is void; somebody who is in gets none."""
    older = keeper.invites("Lea", "--lead")
    [lea] = keeper.meanwhile(lambda bureau: bureau.staff.everybody())
    newer = link_in(keeper.types("staff", "link", lea.id))

    assert None is keeper.meanwhile(lambda b: b.staff.invited(older, datetime.now(UTC)))
    assert keeper.enrols("lea", newer).is_active
    assert isinstance(keeper.types("staff", "link", lea.id).exception, UnknownPersonError)


def test_removal_works_at_once(keeper: Keeper) -> None:
    """Her passkey is gone and her node's key is to be changed; a second time there is nobody."""
    lea = first_lead(keeper)
    keeper.meanwhile(lambda bureau: bureau.keys.found(NODE, datetime.now(UTC)))
    done = keeper.types("staff", "remove", lea.id)

    assert "Lea is removed" in done.output
    assert [] == keeper.meanwhile(lambda bureau: bureau.staff.credentials(lea.id))
    assert "to be changed by a lead's next session" in keeper.types("staff", "list").output
    assert isinstance(keeper.types("staff", "remove", lea.id).exception, UnknownPersonError)


def test_lock_ends_every_session(keeper: Keeper) -> None:
    """All of them, or one person's; who signs in afterwards is in."""
    lea = first_lead(keeper)
    begun = datetime.now(UTC)
    assert 0 == keeper.types("staff", "lock").exit_code
    locked = keeper.meanwhile(lambda bureau: bureau.staff.person(lea.id))

    assert locked is not None
    assert locked.is_locked_out(begun)
    assert not locked.is_locked_out(datetime.now(UTC))
    assert 0 == keeper.types("staff", "lock", lea.id).exit_code
    assert isinstance(keeper.types("staff", "lock", "nobody").exception, UnknownPersonError)


def test_link_is_nowhere_on_disk(keeper: Keeper) -> None:
    """Whoever copies the database cannot enrol with it."""
    secret = keeper.invites("Lea", "--lead")

    for file in (keeper.folder / "data").iterdir():
        assert secret.encode() not in file.read_bytes()


def test_keepers_acts_are_in_the_log(keeper: Keeper) -> None:
    """Invited, locked, removed: by the keeper, about an id and never a name."""
    lea = first_lead(keeper)
    for command in (["lock"], ["remove", lea.id]):
        keeper.types("staff", *command)
    entries = keeper.meanwhile(lambda bureau: bureau.audit.newest())

    assert [
        ("keeper", "removed", lea.id),
        ("keeper", "locked", "everybody"),
        ("keeper", "invited", lea.id),
    ] == [(entry.who, entry.what, entry.about) for entry in entries]


def test_audit_verify_tells_the_first_broken_number(keeper: Keeper) -> None:
    """A whole log ends with 0 and prints its head; a changed one with 1 and the number."""
    for name in ("Lea", "Mia"):
        keeper.invites(name, "--lead")
    whole = keeper.types("audit", "verify")
    file = keeper.folder / "data" / "soglia.sqlite"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE audit SET who = 'other' WHERE number = 2")
    broken = keeper.types("audit", "verify")

    assert 0 == whole.exit_code
    assert "2 entries, none missing, none changed." in whole.output
    assert 1 == broken.exit_code
    assert "Entry 2 is missing or was changed." in broken.output


def test_audit_verify_compares_what_was_noted(keeper: Keeper) -> None:
    """A chain made anew is whole in itself, and is not the one that was noted."""
    keeper.invites("Lea", "--lead")
    head = re.search(r"elsewhere: (1:[0-9a-f]{64})", keeper.types("audit", "verify").output)
    assert head is not None
    same = keeper.types("audit", "verify", "--known", head[1])
    with closing(sqlite3.connect(keeper.folder / "data" / "soglia.sqlite")) as database, database:
        database.execute("DELETE FROM audit")
        database.execute("DELETE FROM audit_ends")
    keeper.invites("Mia", "--lead")
    anew = keeper.types("audit", "verify", "--known", head[1])

    assert 0 == same.exit_code
    assert 1 == anew.exit_code
    assert "Entry 1 is not the one that was noted." in anew.output
    assert 2 == keeper.types("audit", "verify", "--known", "yesterday").exit_code
