"""What every home of the ledger does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.ledger import Ledger, Trace

if TYPE_CHECKING:
    from tests.contract.homes import Home

SHE = Trace(chat=7, touched_at=1_000.5, screen=11, sent_at=990.25, position=b"\0here\xff")
LEFT = Trace(
    chat=-(2**52),
    touched_at=5.0,
    left_at=6.0,
    left_update=0,
    left_message=0,
    to_delete=(1, 2**40, 3),
)


async def test_empty_home_knows_nobody(home: Home) -> None:
    """A first start finds no trace and nothing to wrap anew."""
    assert [] == await home.ledger_store().load_all()
    assert 0 == await home.ledger_store().rewrap()


async def test_every_field_comes_back(home: Home) -> None:
    """A trace comes back as it was; zero is not the same as unknown."""
    await home.ledger_store().apply([SHE, LEFT], [])

    assert {SHE, LEFT} == set(await home.ledger_store().load_all())


async def test_later_trace_replaces_earlier(home: Home) -> None:
    """There is one row a chat."""
    later = Trace(chat=SHE.chat, touched_at=2_000.0)
    await home.ledger_store().apply([SHE], [])
    await home.ledger_store().apply([later], [])

    assert [later] == await home.ledger_store().load_all()


async def test_forgotten_chat_is_gone(home: Home) -> None:
    """Forgetting takes that chat and no other; forgetting a stranger is no error."""
    await home.ledger_store().apply([SHE, LEFT], [])
    await home.ledger_store().apply([], [SHE.chat, 404])

    assert [LEFT] == await home.ledger_store().load_all()


async def test_many_chats_fit_one_change(home: Home) -> None:
    """A change larger than any database takes in one statement is still kept whole."""
    many = [Trace(chat=chat, touched_at=float(chat)) for chat in range(2_000)]
    await home.ledger_store().apply(many, [])
    await home.ledger_store().apply(many[:5], [trace.chat for trace in many[10:]])

    assert set(many[:10]) == set(await home.ledger_store().load_all())


async def test_restart_finds_what_was_known(home: Home) -> None:
    """A ledger closed and opened again knows the same chats."""
    async with Ledger(home.ledger_store()) as ledger:
        ledger.put(SHE)
        ledger.put(LEFT)
        ledger.forget(LEFT.chat)

    async with Ledger(home.ledger_store()) as again:
        assert SHE == again.get(SHE.chat)
        assert None is again.get(LEFT.chat)
        assert 1 == len(again)


async def test_flush_keeps_at_once(home: Home) -> None:
    """A flush is on the disk when it returns, without closing."""
    async with Ledger(home.ledger_store(), group_seconds=60) as ledger:
        ledger.put(SHE)

        assert await ledger.flush()
        assert [SHE] == await home.ledger_store().load_all()
