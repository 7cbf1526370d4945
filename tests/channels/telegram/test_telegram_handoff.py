"""Her way to a person on Telegram's one screen: words kept once, replies drawn in place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from routing import desk as life
from routing.handoff import Ending
from tests.channels.telegram.contacts import ANNA, WAY
from tests.handoffs import OPERATOR

if TYPE_CHECKING:
    from tests.channels.telegram.contacts import Desk

BEA = 22


async def test_whole_way_to_a_person(desk: Desk) -> None:
    """From the first screen to her place, on one message that is edited in place."""
    assert "Nessuna persona prima di te." in desk.server.screen(ANNA).text
    assert 1 == len(desk.server.pushed)
    assert 1 == len(desk.server.shown(ANNA))


async def test_p6_words_are_kept_then_deleted(desk: Desk) -> None:
    """What she types is the operator's once, in order, and no longer on the phone."""
    for words in ("ho paura", "2", "Milano", "112"):
        await desk.writes(words)

    assert ["ho paura", "2", "Milano", "112"] == await desk.hers()
    await desk.server.until(lambda: 1 == len(desk.server.shown(ANNA)))
    assert "Messaggi che hai scritto: 4. Sono arrivati." in desk.server.screen(ANNA).text


async def test_p6_words_stay_in_the_chat_until_kept(desk: Desk) -> None:
    """While the storage takes its time, her message is not deleted yet."""
    desk.handoffs.hang()
    desk.server.says(ANNA, "ho paura")
    await desk.server.until(lambda: desk.handoffs.hanging)
    before = len(desk.server.called("deleteMessages"))

    assert ["ho paura"] == [one.text for one in desk.server.shown(ANNA) if not one.from_bot]
    await desk.server.until(lambda: desk.handoffs.hanging)
    assert before == len(desk.server.called("deleteMessages"))
    desk.handoffs.go_on()
    await desk.server.until(lambda: 1 == len(desk.server.shown(ANNA)))
    assert ["ho paura"] == await desk.hers()


async def test_p4_reply_edits_the_one_screen(desk: Desk) -> None:
    """Inside "I stay here now" a reply appears in place: no new message, no sound."""
    await desk.answers("Sono qui.", "Come stai?")
    await desk.sees("Come stai?")

    assert "Sono qui." in desk.server.screen(ANNA).text
    assert 1 == len(desk.server.pushed)
    assert 1 == len(desk.server.called("sendMessage"))
    await desk.until_shown("Come stai?")
    assert [("Sono qui.", "SHOWN"), ("Come stai?", "SHOWN")] == await desk.replies()


@pytest.mark.parametrize("desk", ["Torno io, quando posso"], indirect=True)
async def test_p4_outside_her_window_nothing_is_called(desk: Desk) -> None:
    """She comes back by herself: no call at all reaches her phone before."""
    before = desk.shows()
    await desk.answers("Sono qui.")
    await desk.later(minutes=1)
    await desk.quiet()

    assert before == desk.shows()
    assert [("Sono qui.", "HELD")] == await desk.replies()
    screen = await desk.walks("Guardo di nuovo")
    assert "Le risposte aspettano." in screen.text
    assert "Sono qui." not in screen.text


async def test_each_tap_renews_now(desk: Desk) -> None:
    """Ten minutes from her last tap, word or look; then nothing appears any more."""
    for words in ("", "ciao", ""):
        await desk.later(minutes=9)
        await (desk.writes(words) if words else desk.walks("Guardo di nuovo"))
    assert desk.holds()
    await desk.later(minutes=11)

    assert not desk.holds()


async def test_p4_window_over_takes_the_lines_away(desk: Desk) -> None:
    """One edit, to a screen that shows no line; what comes later makes no call."""
    await desk.answers("Sono qui.")
    await desk.sees("Sono qui.")
    await desk.until_shown("Sono qui.")
    before = desk.shows()
    await desk.later(minutes=11)
    await desk.server.until(lambda: "Sono qui." not in desk.server.screen(ANNA).text)
    await desk.answers("Ci sei?")
    await desk.quiet()

    assert before + 1 == desk.shows()
    assert "Ci sei?" not in desk.server.screen(ANNA).text
    assert ("Ci sei?", "HELD") in await desk.replies()


async def test_p3_exit_while_a_reply_waits_for_its_turn(desk: Desk) -> None:
    """She leaves as the operator writes: nothing more is shown, and the operator sees it."""
    before = desk.shows()
    desk.presses("Esci subito")
    await desk.answers("Sono qui.")
    await desk.server.until(lambda: not desk.server.shown(ANNA))
    await desk.quiet()

    assert desk.shows() <= before + 1
    assert [] == desk.server.shown(ANNA)
    assert "left_in_a_hurry" in await desk.marks()


async def test_p3_exit_while_an_edit_hangs(desk: Desk) -> None:
    """The reply's edit is on its way when she leaves: nothing after it, and it counts as held."""
    desk.server.fails("editMessageText", 200, delay=0.5, chat=ANNA)
    before = desk.shows()
    await desk.answers("Sono qui.")
    await desk.server.until(lambda: desk.shows() == before + 1)
    desk.presses("Esci subito")
    await desk.server.until(lambda: not desk.server.shown(ANNA))
    await desk.answers("Ci sei?")
    await asyncio.sleep(0.6)
    await desk.quiet()

    assert before + 1 == desk.shows()
    assert [("Sono qui.", "HELD"), ("Ci sei?", "HELD")] == await desk.replies()
    assert "left_in_a_hurry" in await desk.marks()


async def test_p3_exit_while_a_pause_is_waited_out(desk: Desk) -> None:
    """Telegram said "in thirty seconds": she leaves, and the edit is never tried again."""
    desk.server.fails("editMessageText", 429, retry_after=1, chat=ANNA)
    before = desk.shows()
    await desk.answers("Sono qui.")
    await desk.server.until(lambda: desk.shows() == before + 1)
    desk.presses("Esci subito")
    await desk.server.until(lambda: not desk.server.shown(ANNA))
    await asyncio.sleep(1.2)
    await desk.quiet()

    assert before + 1 == desk.shows()
    assert [("Sono qui.", "HELD")] == await desk.replies()


async def test_p3_exit_between_redraw_and_edit(desk: Desk) -> None:
    """The last look at the storage hangs while she leaves: no call follows it."""
    before = desk.shows()
    desk.handoffs.hang(reads=True)
    await desk.answers("Sono qui.")
    await desk.server.until(lambda: desk.handoffs.hanging)
    desk.presses("Esci subito")
    await desk.server.until(lambda: not desk.server.shown(ANNA))
    desk.handoffs.go_on()
    await desk.quiet()

    assert before == desk.shows()
    assert [("Sono qui.", "HELD")] == await desk.replies()


async def test_p6_words_a_moment_before_exit_are_kept(desk: Desk) -> None:
    """Both words that are being kept and words that still wait for it."""
    desk.handoffs.hang()
    desk.server.says(ANNA, "uno")
    desk.server.says(ANNA, "due")
    desk.server.says(ANNA, "tre")
    desk.server.says(ANNA, "x")
    await desk.server.until(lambda: desk.handoffs.hanging)
    desk.handoffs.go_on()
    await desk.server.until(lambda: not desk.server.shown(ANNA))
    await desk.quiet()

    assert ["uno", "due", "tre"] == await desk.hers()
    assert not (await desk.house.only()).present


async def test_p6_words_a_moment_before_a_new_beginning_are_kept(desk: Desk) -> None:
    """/start in the same breath: her words reach the operator first."""
    desk.server.says(ANNA, "uno")
    desk.server.says(ANNA, "due")
    await desk.writes("/start")

    assert ["uno", "due"] == await desk.hers()
    await desk.server.until(lambda: 1 == len(desk.server.shown(ANNA)))
    assert not desk.holds()


async def test_p4_begun_anew_shows_nothing_without_the_sign(desk: Desk) -> None:
    """Whoever holds the phone and says /start sees a first screen, and no reply by any way."""
    await desk.answers("Sono qui.")
    await desk.sees("Sono qui.")
    await desk.writes("/start")
    await desk.answers("Ci sei?")
    await desk.walks("Italiano")
    await desk.quiet()

    assert ["Ci sei?" in one.text for one in desk.server.shown(ANNA)] == [False]
    assert ("Ci sei?", "HELD") in await desk.replies()
    assert "went_quiet" in await desk.marks()


async def test_right_sign_opens_again(desk: Desk) -> None:
    """After leaving, her two words bring her back to what waited."""
    desk.presses("Esci subito")
    await desk.server.until(lambda: not desk.server.shown(ANNA))
    await desk.answers("Sono qui.")
    await desk.comes_back()
    await desk.walks("Torno alla chat")

    assert "Sono qui." in desk.server.screen(ANNA).text


async def test_wrong_forced_and_missing_signs_look_alike(desk: Desk) -> None:
    """From outside one screen; the operator is told of the forced one."""
    await desk.answers("Sono qui.")
    wrong = await desk.comes_back("Luna", "Neve")
    wrong_text = wrong.text
    forced = await desk.comes_back("Pane", "Mare")
    forced_text = forced.text
    await desk.writes("/start", BEA)
    await desk.walks("Italiano", "Sono già stata qui", "No, nessuno", "Mare", "Pane", chat=BEA)
    await desk.walks("Non ho un codice", chat=BEA)

    assert wrong_text == forced_text == desk.server.screen(BEA).text
    assert "Sono qui." not in wrong_text
    marks = await desk.marks()
    assert {"wrong_sign", "forced_sign"} <= set(marks)


async def test_three_wrong_signs_alarm_and_lock(desk: Desk) -> None:
    """From the third on the right one opens nothing for an hour, and looks like a wrong one."""
    for _ in range(3):
        wrong = (await desk.comes_back("Luna", "Neve")).text
    locked = (await desk.comes_back()).text

    assert wrong == locked
    assert "three_wrong_signs" in await desk.marks()
    await desk.later(minutes=61)
    await desk.comes_back()
    assert (await desk.house.only()).present


async def test_idle_sweep_waits_for_her_window(desk: Desk) -> None:
    """Four hours means four hours, without a touch; then the screen goes like every idle one."""
    await desk.walks("Quando posso leggere", "Per quattro ore da adesso")
    await desk.later(hours=3, minutes=50)
    desk.channel._sweeper.sweep()
    await desk.quiet()
    assert 1 == len(desk.server.shown(ANNA))
    await desk.later(minutes=20)
    await desk.quiet()
    desk.channel._sweeper.sweep()
    await desk.server.until(lambda: not desk.server.shown(ANNA))
    await desk.quiet()

    assert not (await desk.house.only()).present


async def test_47_hours_end_it_all_the_same(desk: Desk) -> None:
    """However she renews, no screen stays until Telegram would not delete it any more."""
    assert desk.holds()
    await desk.age_screen(hours=47)
    desk.channel._sweeper.sweep()
    await desk.server.until(lambda: not desk.server.shown(ANNA))
    await desk.quiet()

    assert not desk.holds()


async def test_p3_stopped_bot_is_away(desk: Desk) -> None:
    """She stops the bot: nothing is called any more, the replies wait."""
    before = desk.shows()
    desk.server.stops(ANNA)
    await desk.server.settled()
    await desk.answers("Sono qui.")
    await desk.quiet()

    assert before == desk.shows()
    assert [("Sono qui.", "HELD")] == await desk.replies()
    assert not (await desk.house.only()).present


async def test_p6_words_before_stopping_the_bot_are_kept(desk: Desk) -> None:
    """Both updates come together."""
    desk.server.says(ANNA, "uno")
    desk.server.says(ANNA, "due")
    desk.server.stops(ANNA)
    await desk.server.settled()

    assert ["uno", "due"] == await desk.hers()


async def test_p13_withdrawal_leaves_nothing(desk: Desk) -> None:
    """She takes back what she wrote: at once, and her screen says so."""
    await desk.writes("ho paura")
    screen = await desk.walks("Cancella quello che ho scritto", "Sì, cancella")

    handoff = await desk.house.only()
    assert Ending.WITHDRAWN is handoff.ending
    assert await desk.house.handoffs.wrap(handoff.id, handoff.node) is None
    assert "ho paura" not in screen.text


async def test_p4_screen_deleted_by_hand_is_not_pushed_again(desk: Desk) -> None:
    """She deleted our message: the reply waits, and no new message is sent for it."""
    desk.server.messages.pop(desk.server.screen(ANNA).id)
    before = desk.shows()
    await desk.answers("Sono qui.")
    await desk.server.until(lambda: desk.shows() > before)
    await desk.quiet()

    assert [] == desk.server.shown(ANNA)
    assert 1 == len(desk.server.pushed)
    assert [("Sono qui.", "HELD")] == await desk.replies()


async def test_media_in_a_talk(desk: Desk) -> None:
    """A photo is removed, and she is told that only written words are read."""
    desk.server.sends(ANNA, photo=[])
    await desk.server.settled()
    await desk.server.until(lambda: 1 == len(desk.server.shown(ANNA)))

    assert [] == await desk.hers()
    assert "parole scritte" in desk.server.screen(ANNA).text


async def test_edited_message_is_no_second_line(desk: Desk) -> None:
    """Her phone edits what was already kept: one line, and nothing of it stays."""
    desk.handoffs.hang()
    desk.server.says(ANNA, "uno")
    await desk.server.until(lambda: desk.handoffs.hanging)
    (typed,) = [one for one in desk.server.shown(ANNA) if not one.from_bot]
    desk.handoffs.go_on()
    told = desk.server._told(typed) | {"text": "due", "edit_date": int(desk.server.now)}
    desk.server.push({"edited_message": told})
    await desk.server.settled()

    assert ["uno"] == await desk.hers()
    await desk.server.until(lambda: 1 == len(desk.server.shown(ANNA)))


async def test_p6_longest_words(desk: Desk) -> None:
    """Two thousand characters, and Telegram's own most, arrive whole."""
    for words in ("ò" * 2000, "🌱" * 2048):
        await desk.writes(words)

    assert ["ò" * 2000, "🌱" * 2048] == await desk.hers()


async def test_long_replies_are_read_page_by_page(desk: Desk) -> None:
    """More than one message holds: each is shown, in order, on the one screen."""
    texts = [f"{number} " + "parola " * 280 for number in range(5)]
    await desk.answers(*texts)
    await desk.sees("0 parola")
    for number in range(1, 5):
        # However much waits, nothing moves away under her eyes.
        await desk.later(seconds=1)
        await desk.quiet()
        assert f"{number - 1} parola" in desk.server.screen(ANNA).text
        await desk.walks("Guardo di nuovo")
        await desk.sees(f"{number} parola")

    assert 1 == len(desk.server.pushed)
    await desk.until_shown(texts[-1])
    assert ["SHOWN"] * 5 == [state for _, state in await desk.replies()]


async def test_proposal_and_112_appear_in_her_window(desk: Desk) -> None:
    """What the operator puts before her is drawn in place, and taken away when the window ends."""
    await desk.answers("Sono qui.")
    handoff = await desk.house.only()
    await desk.house.does(handoff, lambda each: life.show_112(each, OPERATOR, desk.house.clock()))
    await desk.server.until(lambda: "112" in desk.server.screen(ANNA).text.split("\n")[0])
    await desk.later(minutes=11)
    await desk.server.until(lambda: "112" not in desk.server.screen(ANNA).text.split("\n")[0])

    assert 1 == len(desk.server.pushed)


async def test_closed_by_the_operator_is_told(desk: Desk) -> None:
    """Inside her window she sees at once that it is over."""
    await desk.answers("Sono qui.")
    await desk.sees("Sono qui.")
    handoff = await desk.house.only()
    await desk.house.does(
        handoff, lambda each: life.close(each, OPERATOR, Ending.ANSWERED, desk.house.clock())
    )
    await desk.server.until(lambda: "Qui è finito" in desk.server.screen(ANNA).text)

    assert "Sono qui." not in desk.server.screen(ANNA).text


async def test_two_women_do_not_see_each_other(desk: Desk) -> None:
    """Each her own replies, each her own place."""
    await desk.later(minutes=1)
    await desk.begins(chat=BEA)
    assert "Persone prima di te: 1." in desk.server.screen(BEA).text
    hers = next(each for each in await desk.house.handoffs.all() if str(ANNA) in each.address)
    await desk.house.answers(hers, "Sono qui.")
    await desk.sees("Sono qui.")
    # A queue that moved is news for whoever waits in it.
    await desk.sees("Nessuna persona prima di te.", chat=BEA)

    assert "Sono qui." not in desk.server.screen(BEA).text


async def test_new_sign_begins_another(desk: Desk) -> None:
    """Who begins anew with other words gets a new handoff, and sees nothing of the first."""
    await desk.answers("Sono qui.")
    await desk.writes("/start")
    await desk.walks(*WAY[:14], "Luna", "Neve", "Ho capito", "Resto qui adesso")

    assert 2 == len(await desk.house.handoffs.all())
    assert "Sono qui." not in desk.server.screen(ANNA).text
