"""What a thief finds of the staff's keys in the database's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import envelopes
from storage.database import Database, sqlite_address
from storage.envelopes import Pair
from storage.staff.node_keys import copy_info, open_copy
from storage.staff.people import NewPerson, Role
from tests.contract.bureaus import FIRST, NODE, NOON, SECOND, bureau_in, passkey, unlocked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.contract.bureaus import Bureau


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with Database(sqlite_address(tmp_path / "data" / "x")) as database:
        yield bureau_in(database)


def found(secret: bytes, folder: Path) -> list[str]:
    """The files in which a secret lies, as bytes or written out."""
    ways = (secret, secret.hex().encode())
    return [file.name for file in folder.iterdir() if any(way in file.read_bytes() for way in ways)]


async def test_p7_no_private_half_is_on_disk(bureau: Bureau, tmp_path: Path) -> None:
    """Neither a node's seed, old or new, nor what a passkey unlocks; what is public is there."""
    await bureau.active("lead", Role.LEAD)
    first = await bureau.keys.found(NODE, NOON)
    assert first is not None
    second = await bureau.keys.rotate(first, NOON)
    assert second is not None
    data = tmp_path / "data"

    for held in (first, second):
        assert [] != found(held.pair.public[:64], data)
        assert [] == found(held.pair._seed, data)
    assert [] == found(unlocked("lead")._seed, data)


async def test_p7_whole_database_opens_no_key(bureau: Bureau) -> None:
    """Everything in the tables, one recovery key and another's passkey: still nothing opens."""
    await bureau.active("lead", Role.LEAD)
    held = await bureau.keys.found(NODE, NOON)
    assert held is not None
    copies = await bureau.keys.copies_for(passkey("lead").id)
    recovery = await bureau.keys.recovery_copy(NODE)
    assert recovery is not None

    for thief in (FIRST, SECOND, unlocked("anna"), Pair(b"t" * 32)):
        assert [None] == [open_copy(copy, thief) for copy in copies]
        for info in (copy_info(copies[0]), b"", b"soglia/1|node_keys|recovery|cav-uno|1"):
            assert None is envelopes.unwrap(thief, recovery.nested, info)
            assert None is envelopes.unwrap_peeled(thief, recovery.nested, info)


async def test_p7_retired_keys_are_gone_from_the_file(bureau: Bureau, tmp_path: Path) -> None:
    """Copies of an older key are not left in free pages: who stole her passkey finds none."""
    await bureau.active("lead", Role.LEAD)
    first = await bureau.keys.found(NODE, NOON)
    assert first is not None
    [copy] = await bureau.keys.copies_for(passkey("lead").id)
    second = await bureau.keys.rotate(first, NOON)
    assert second is not None
    before = found(copy.wrapped[:64], tmp_path / "data")
    await bureau.keys.retire_older(second)

    assert [] != before
    assert [] == found(copy.wrapped[:64], tmp_path / "data")


async def test_removed_persons_copies_are_gone_from_the_file(
    bureau: Bureau, tmp_path: Path
) -> None:
    """Her passkey and her copy of the key leave no trace in the database or its log."""
    await bureau.active("lead", Role.LEAD)
    held = await bureau.keys.found(NODE, NOON)
    assert held is not None
    anna = await bureau.active("anna")
    await bureau.keys.give([held], anna.id)
    [copy] = await bureau.keys.copies_for(passkey("anna").id)
    await bureau.staff.remove(anna.id, NOON)

    assert [] == found(copy.wrapped[:64], tmp_path / "data")
    assert [] == found(passkey("anna").public_key, tmp_path / "data")


async def test_links_secret_is_not_on_disk(bureau: Bureau, tmp_path: Path) -> None:
    """Only its digest is: nobody enrols with what lies there."""
    new = NewPerson(name="Anna", node=NODE, roles=frozenset({Role.OPERATOR}))
    link = await bureau.staff.invite(new, NOON)

    assert [] == found(link.secret.encode(), tmp_path / "data")
    assert link.secret not in repr(link)
