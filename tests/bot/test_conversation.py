"""Dialogues over the shipped flows: what she does, what she sees."""

from __future__ import annotations

import base64
import string
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import Address
from flows.definition import Channel
from tests.dialogue import Clock, Dialogue, conversation

if TYPE_CHECKING:
    from pathlib import Path

    from bot.conversation import Conversation

EVERY_EXAMPLE = settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def in_the_menu(dialogue: Dialogue) -> Dialogue:
    """Walk from the first screen to the menu as most would."""
    dialogue.she_presses("Italiano")
    dialogue.she_presses("Ho capito")
    dialogue.she_presses("Sì, posso")
    dialogue.she_presses("Avanti")
    return dialogue


def first_button(talk: Conversation, address: Address) -> str:
    """The token of a button on somebody's first screen."""
    view = talk.begin(address).view
    assert view is not None
    return view.choices[0].token


def test_first_screen_lists_own_names(dialogue: Dialogue) -> None:
    """The first screen is a list of languages in their own letters, with both ways out."""
    labels = [button.label for button in dialogue.view.choices]

    assert "Italiano" in labels
    assert ["it", "en", "es", "ar"] == [button.language for button in dialogue.view.choices]
    assert ("", ()) == (dialogue.view.title, dialogue.view.paragraphs)
    assert dialogue.view.exit.token != dialogue.view.danger.token


def test_p1_danger_before_any_language(dialogue: Dialogue) -> None:
    """Who presses 112 on the first screen is not asked for a language first."""
    dialogue.she_presses("112")

    assert ["112", "1522"] == [number.shown for number in dialogue.view.numbers]


def test_p1_every_opening_screen_reaches_112(dialogue: Dialogue) -> None:
    """The three opening screens can each be left for 112 in one tap."""
    dialogue.she_presses("Italiano")
    for label in ("Ho capito", "Sì, posso", "Avanti"):
        before = dialogue.answer
        assert "112" in [number.shown for number in dialogue.she_presses("112").numbers]
        dialogue.answer = before
        dialogue.she_presses(label)


def test_hl_1_phone_first_is_asked_on_the_way_back(dialogue: Dialogue) -> None:
    """Who reads about her phone first is still asked whether others see the screen, once."""
    dialogue.she_presses("Italiano")
    dialogue.she_presses("Il mio telefono e la sicurezza")
    dialogue.she_presses("Continuo")
    assert "Una domanda" == dialogue.view.title

    dialogue.she_presses("Preferisco non dirlo")
    dialogue.she_presses("Avanti")
    dialogue.she_presses("Il mio telefono e la sicurezza")
    assert "Continuo" not in [button.label for button in dialogue.view.choices]


def test_a_place_leads_to_centres(dialogue: Dialogue) -> None:
    """A typed neighbourhood shows centres, each with its reason and a way to read more."""
    in_the_menu(dialogue).she_presses("Chi può aiutarmi vicino a me")
    dialogue.she_types("lambrate")

    assert 3 == len(dialogue.view.items)
    assert "Nel tuo municipio" in dialogue.shown()


def test_a_place_is_heard_at_every_step(dialogue: Dialogue) -> None:
    """She need not find the right screen first: a station named in the menu is a place."""
    in_the_menu(dialogue).she_types("metro udine")

    assert dialogue.view.items


def test_an_unclear_place_is_asked_back(dialogue: Dialogue) -> None:
    """A name of two places is never guessed: she picks."""
    in_the_menu(dialogue).she_types("abbiategrasso")
    labels = [button.label for button in dialogue.view.choices]
    dialogue.she_presses(labels[0])

    assert len(labels) >= 2
    assert dialogue.view.items


def test_an_unknown_place_gets_1522(dialogue: Dialogue) -> None:
    """What is no place is answered with another try and 1522, never an error."""
    in_the_menu(dialogue).she_types("qwrtzxk pflmn")

    assert "1522" in dialogue.shown()


def test_address_only_on_request(dialogue: Dialogue) -> None:
    """CD-6: the address comes on a button of its own, with the warning about map apps."""
    in_the_menu(dialogue).she_types("lambrate")
    dialogue.she_presses(dialogue.view.buttons[0].label)
    before = dialogue.shown()
    dialogue.she_presses("Mostra l'indirizzo")

    assert "Indirizzo" not in before
    assert "mappa" in dialogue.shown()


@pytest.mark.parametrize("words", ["esci", "ESCI!", "/x", "x", "exit", "salir", "خروج", "Basta."])
def test_p1_words_that_lead_out(dialogue: Dialogue, words: str) -> None:
    """A way out can be typed in every language, at every step."""
    in_the_menu(dialogue)

    assert dialogue.she_types(words).exits


@pytest.mark.parametrize("words", ["112", "1522", " 112! ", "١١٢"])
def test_typed_helplines_open_help(dialogue: Dialogue, words: str) -> None:
    """Who types a number of help sees it, in whatever digits."""
    in_the_menu(dialogue).she_types(words)

    assert "112" in [number.shown for number in dialogue.view.numbers]


def test_a_typed_number_is_a_choice(dialogue: Dialogue) -> None:
    """A small number is the button that stands at that place."""
    wanted = in_the_menu(dialogue).view.buttons[1].label
    by_number = dialogue.she_types("2").view
    dialogue.she_presses("Torna")
    by_press = dialogue.she_presses(wanted)

    assert by_number is not None
    assert by_press.title == by_number.title


def test_language_changes_in_one_tap_and_keeps_the_step(dialogue: Dialogue) -> None:
    """LA-1: changeable on every screen; she goes on where she was."""
    in_the_menu(dialogue).she_types("lambrate")
    dialogue.she_presses("Lingua")
    dialogue.she_presses("English")

    assert ("en", 3) == (dialogue.view.language, len(dialogue.view.items))


def test_same_press_same_screen(talk: Conversation) -> None:
    """A repeated update is harmless: the same token draws the same screen."""
    address = Address(Channel.TELEGRAM, "1")
    token = first_button(talk, address)

    assert talk.press(address, token) == talk.press(address, token)


def test_p2_token_of_another_chat_opens_nothing(talk: Conversation) -> None:
    """A button forwarded to another chat lands on the calm first screen."""
    hers, other = Address(Channel.TELEGRAM, "1"), Address(Channel.TELEGRAM, "2")
    token = first_button(talk, hers)

    assert talk.begin(other) == talk.press(other, token)


def test_p2_token_of_another_channel_opens_nothing(talk: Conversation) -> None:
    """The same key on another channel is somebody else."""
    telegram, web = Address(Channel.TELEGRAM, "1"), Address(Channel.WEB, "1")
    token = first_button(talk, telegram)

    assert talk.begin(web) == talk.press(web, token)


def test_every_changed_character_lands_calmly(dialogue: Dialogue, talk: Conversation) -> None:
    """No single character of a button can be changed into another meaning."""
    in_the_menu(dialogue)
    token = dialogue.view.choices[0].token
    first = talk.begin(dialogue.address)
    letters = string.ascii_letters + string.digits + "-_"
    for at in range(len(token)):
        for letter in letters:
            if letter != token[at]:
                changed = token[:at] + letter + token[at + 1 :]
                assert first == talk.press(dialogue.address, changed)


@EVERY_EXAMPLE
@given(
    data=st.one_of(st.text(max_size=80), st.binary(max_size=64).map(lambda b: b.decode("latin1")))
)
def test_random_tokens_land_calmly(talk: Conversation, data: str) -> None:
    """Whatever comes back as a button, the answer is the calm first screen."""
    address = Address(Channel.TELEGRAM, "1")

    assert talk.begin(address) == talk.press(address, data)


@EVERY_EXAMPLE
@given(words=st.text(max_size=5000))
def test_any_typed_words_are_answered(talk: Conversation, words: str) -> None:
    """No text is an error: it is a way out, or there is a screen."""
    dialogue = in_the_menu(Dialogue(talk))
    answer = dialogue.she_types(words)

    assert answer.exits is (answer.view is None)


@EVERY_EXAMPLE
@given(body=st.binary(max_size=40))
def test_any_position_is_answered(talk: Conversation, body: bytes) -> None:
    """A position that is damaged or of no known revision is a fresh start or home."""
    answer = talk.typed(Address(Channel.TELEGRAM, "1"), "lambrate", position=body)

    assert answer.view is not None


def test_tokens_fit_a_telegram_button(talk: Conversation) -> None:
    """No button of any screen is over 64 bytes."""
    seen: set[tuple[str, str]] = set()
    waiting = [Dialogue(talk)]
    longest = 0
    while waiting and len(seen) < 400:
        dialogue = waiting.pop()
        view = dialogue.view
        for button in (*view.buttons, view.exit, view.danger):
            longest = max(longest, len(button.token.encode()))
            answer = talk.press(dialogue.address, button.token)
            key = (view.title, button.label)
            if answer.view and key not in seen:
                seen.add(key)
                ahead = Dialogue(talk)
                ahead.answer = answer
                waiting.append(ahead)

    assert 0 < longest <= 64


def test_keys_of_three_days_ago_are_gone(tmp_path: Path) -> None:
    """A button is readable for two days at most: then it leads to a fresh start."""
    clock = Clock()
    early = conversation(tmp_path / "keys", clock=clock)
    dialogue = in_the_menu(Dialogue(early))
    token = dialogue.view.choices[0].token
    clock.now += timedelta(days=3)
    late = conversation(tmp_path / "keys", clock=clock)

    assert late.begin(dialogue.address) == late.press(dialogue.address, token)


def test_unknown_revision_lands_at_home_in_her_language(tmp_path: Path) -> None:
    """Buttons of a revision nobody kept lead home, in the language she had chosen."""
    clock = Clock()
    talk = conversation(tmp_path / "keys", clock=clock)
    dialogue = in_the_menu(Dialogue(talk))
    packed = dialogue.answer.position
    unknown = bytes(4) + packed[4:]
    token = talk._opens.seal_token(unknown, dialogue.address.context)  # type: ignore[attr-defined]
    view = talk.press(dialogue.address, token).view

    assert view is not None
    assert ("it", True) == (view.language, view.paragraphs[0].startswith("Ricominciamo"))


def test_media_is_answered_with_a_sentence(dialogue: Dialogue, talk: Conversation) -> None:
    """HL-5: photos and voices are refused kindly, and she stays where she was."""
    in_the_menu(dialogue)
    title = dialogue.view.title
    view = talk.media(dialogue.address, dialogue.answer.position).view

    assert view is not None
    assert (title, "Qui si possono leggere solo parole scritte.") == (
        view.title,
        view.paragraphs[0],
    )


def test_exit_shows_nothing(dialogue: Dialogue) -> None:
    """P3: after the way out there is no screen at all."""
    in_the_menu(dialogue).she_leaves()

    assert (None, True, b"") == (
        dialogue.answer.view,
        dialogue.answer.exits,
        dialogue.answer.position,
    )


def test_token_is_canonical(talk: Conversation) -> None:
    """A button is written in one way only: with padding it opens nothing."""
    address = Address(Channel.TELEGRAM, "1")
    token = first_button(talk, address)
    padded = token + "=" * (-len(token) % 4)
    body = base64.urlsafe_b64decode(padded)

    assert token == base64.urlsafe_b64encode(body).rstrip(b"=").decode()
    assert replace(talk.begin(address), reasons=()) == replace(
        talk.press(address, padded + "="), reasons=()
    )
