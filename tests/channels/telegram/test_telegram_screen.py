"""One silent screen, redrawn in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.botapi import BotApiServer
    from tests.channels.telegram.conftest import Bench

ANNA, BEA = 11, 22


def texts(server: BotApiServer, chat: int) -> list[str]:
    """What stands in a chat, first lines only."""
    return [message.text.partition("\n")[0] for message in server.shown(chat)]


async def test_first_word_brings_screen(server: BotApiServer) -> None:
    """She writes anything, it is removed, and one screen answers."""
    server.says(ANNA, "buongiorno")
    await server.settled()

    assert ["Languages"] == texts(server, ANNA)


async def test_screen_is_silent_and_protected(server: BotApiServer) -> None:
    """No sound, no preview, no forwarding, no reply keyboard, no markup language (TG-3)."""
    server.says(ANNA, "/start")
    await server.settled()

    (call,) = server.called("sendMessage")
    assert call.params["disable_notification"] is True
    assert call.params["protect_content"] is True
    assert {"is_disabled": True} == call.params["link_preview_options"]
    assert {"inline_keyboard"} == call.params["reply_markup"].keys()
    assert "parse_mode" not in call.params


async def test_press_redraws_in_place(server: BotApiServer) -> None:
    """A press edits the same message and stops the clock on the button."""
    server.says(ANNA, "/start")
    await server.settled()
    before = server.screen(ANNA).id
    server.presses(ANNA, "Menu")
    await server.settled()

    assert ["Menu"] == texts(server, ANNA)
    assert before == server.screen(ANNA).id
    assert ["1"] == server.answered


async def test_twenty_steps_leave_one_message(server: BotApiServer) -> None:
    """However long she walks, one message is on her phone (TG-2)."""
    server.says(ANNA, "/start")
    await server.settled()
    for step in range(20):
        server.presses(ANNA, ("Menu", "Dove")[step % 2])
        await server.settled()

    assert 1 == len(server.shown(ANNA))
    assert 1 == len(server.called("sendMessage"))


async def test_typed_words_are_removed_at_once(server: BotApiServer) -> None:
    """What she types disappears and the screen is redrawn in place."""
    server.says(ANNA, "/start")
    await server.settled()
    server.presses(ANNA, "Dove")
    await server.settled()
    server.says(ANNA, "20158")
    await server.settled()

    assert ["Centres20158"] == texts(server, ANNA)
    assert 1 == len(server.called("sendMessage"))


async def test_words_are_heard_where_she_is(bench: Bench) -> None:
    """The ledger tells the conversation her position."""
    async with bench.started():
        bench.server.says(ANNA, "/start")
        await bench.server.settled()
        bench.server.presses(ANNA, "Dove")
        await bench.server.settled()
        bench.server.says(ANNA, "20158")
        await bench.server.settled()

    assert [b"where"] == bench.talk.positions


async def test_two_quick_starts_leave_one_screen(server: BotApiServer) -> None:
    """A double tap on "Start" does not leave a second screen."""
    server.says(ANNA, "/start")
    server.says(ANNA, "/start")
    await server.settled()
    await server.until(lambda: len(server.shown(ANNA)) == 1)

    assert ["Languages"] == texts(server, ANNA)


async def test_start_brings_fresh_screen(server: BotApiServer) -> None:
    """Somebody who cleared the chat on her side and presses "Start" sees a screen."""
    server.says(ANNA, "/start")
    await server.settled()
    first = server.screen(ANNA).id
    server.says(ANNA, "/start")
    await server.until(lambda: len(server.shown(ANNA)) == 1 and server.screen(ANNA).id != first)

    assert 2 == len(server.called("sendMessage"))


async def test_same_screen_twice_is_no_trouble(server: BotApiServer) -> None:
    """'Message is not modified' is swallowed."""
    server.says(ANNA, "/start")
    await server.settled()
    server.presses(ANNA, "Menu")
    server.presses(ANNA, "Menu")
    await server.settled()

    assert ["Menu"] == texts(server, ANNA)
    assert 1 == len(server.called("sendMessage"))


async def test_screen_that_is_gone_is_sent_anew(server: BotApiServer) -> None:
    """She deleted the screen on her phone, and pressed from another device."""
    server.says(ANNA, "/start")
    await server.settled()
    old = server.screen(ANNA)
    del server.messages[old.id]
    server.presses_data(ANNA, old.button("Menu"), old.id)
    await server.settled()

    assert ["Menu"] == texts(server, ANNA)


async def test_press_on_unknown_screen_adopts_it(bench: Bench) -> None:
    """After a crash that lost the ledger her buttons work, and her screen is known again."""
    async with bench.started():
        bench.server.says(ANNA, "/start")
        await bench.server.settled()
    await bench.store.apply([], [ANNA])
    async with bench.started():
        bench.server.presses(ANNA, "Menu")
        await bench.server.settled()

        assert ["Menu"] == texts(bench.server, ANNA)
        trace = bench.ledger.get(ANNA)
        assert trace is not None
        assert bench.server.screen(ANNA).id == trace.screen


async def test_old_screen_is_replaced_while_it_can_be(server: BotApiServer) -> None:
    """After 44 hours a fresh screen takes the place of one that soon cannot be deleted."""
    server.says(ANNA, "/start")
    await server.settled()
    for _ in range(45 * 4):
        server.now += 900
        server.presses(ANNA, "Menu")
        await server.settled()
    await server.until(lambda: len(server.shown(ANNA)) == 1)

    assert 2 == len(server.called("sendMessage"))
    assert server.now - server.screen(ANNA).date < 2 * 3600


async def test_photo_is_removed_and_answered(server: BotApiServer) -> None:
    """Only written words are read: a photo disappears and the screen says so."""
    server.says(ANNA, "/start")
    await server.settled()
    server.sends(ANNA, photo=[{"file_id": "x"}], caption="Canary")
    await server.settled()

    assert ["Media"] == texts(server, ANNA)


async def test_forwarded_words_are_not_read(server: BotApiServer) -> None:
    """What somebody else wrote is removed like a photo."""
    server.says(ANNA, "/start")
    await server.settled()
    server.says(ANNA, "esci", forward_origin={"type": "hidden_user"})
    await server.settled()

    assert ["Media"] == texts(server, ANNA)


async def test_edited_words_are_removed(server: BotApiServer) -> None:
    """Words changed afterwards are deleted and not answered."""
    server.says(ANNA, "/start")
    await server.settled()
    late = server._put(ANNA, "altro", from_bot=False)
    server.push({"edited_message": server._told(late)})
    await server.until(lambda: late.id not in server.messages)

    assert 1 == len(server.called("sendMessage"))
    assert [] == server.called("editMessageText")


async def test_groups_hear_nothing(server: BotApiServer) -> None:
    """In a group the bot says nothing and leaves when it is put there (TG-11)."""
    group = {"id": -5, "type": "supergroup", "title": "Canary"}
    server.push({"my_chat_member": {"chat": group, "new_chat_member": {"status": "member"}}})
    server.push({"message": {"message_id": 1, "date": 1, "chat": group, "text": "ciao"}})
    await server.settled()
    await server.until(lambda: server.called("leaveChat", -5))

    assert ["leaveChat"] == [call.method for call in server.calls]


async def test_stopping_the_bot_forgets_her(bench: Bench) -> None:
    """When she stops the bot nothing about her chat is kept."""
    async with bench.started():
        bench.server.says(ANNA, "/start")
        await bench.server.settled()
        bench.server.stops(ANNA)
        await bench.server.settled()

        assert bench.ledger.get(ANNA) is None
    assert [] == await bench.store.load_all()


async def test_what_has_no_name_is_removed_unanswered(server: BotApiServer) -> None:
    """A new timer, or a kind of message yet to be invented, is no word and does not stay."""
    server.sends(ANNA, pinned_message={"message_id": 3})
    server.sends(ANNA, message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    server.sends(ANNA, hologram={"file_id": "x"})
    await server.until(lambda: not server.messages)

    assert {"deleteMessages"} == {call.method for call in server.calls}


async def test_one_bad_update_stops_nobody(server: BotApiServer) -> None:
    """Updates that break are passed over, those around them have their effect."""
    server.says(ANNA, "/start")
    server.push({"message": {"chat": {"type": "private"}}})
    server.push({"callback_query": {"id": [], "message": 7}})
    server.says(BEA, "broken")
    server.says(BEA, "/start")
    await server.settled()

    assert ["Languages"] == texts(server, ANNA)
    assert "Languages" in texts(server, BEA)


async def test_first_words_position_is_known(bench: Bench) -> None:
    """Her first word is deleted before the screen is there: where she is stays known."""
    async with bench.started():
        bench.server.fails("sendMessage", 200, delay=0.2)
        bench.server.says(ANNA, "ciao")
        await bench.server.settled()
        bench.server.says(ANNA, "20158")
        await bench.server.settled()

    assert [b"", b"languages"] == bench.talk.positions


async def test_unforeseen_error_gets_first_screen(server: BotApiServer) -> None:
    """An error of ours is never a button that does nothing."""
    server.says(ANNA, "/start")
    await server.settled()
    server.presses(ANNA, "Menu")
    await server.settled()
    server.presses(ANNA, "Guasto")
    await server.settled()

    assert ["Languages"] == texts(server, ANNA)


async def test_words_older_than_a_visit_are_not_answered(bench: Bench) -> None:
    """After an outage nothing lights up a phone that may be in other hands; her words go."""
    bench.server.says(ANNA, "aiuto")
    bench.server.now += 45 * 60
    async with bench.started():
        await bench.server.until(lambda: not bench.server.shown(ANNA))
        await bench.server.settled()

    assert [] == bench.server.pushed
