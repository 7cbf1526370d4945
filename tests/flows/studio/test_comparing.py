"""What changes, in words: each thing once, in the order she meets it."""

from __future__ import annotations

import pytest

from flows.comparing import as_she_meets_them, compare, followed
from flows.definition import Channel
from flows.editing import (
    NewChoice,
    Shown,
    add_bubble,
    add_choice,
    copy_step,
    move_choice,
    remove_bubble,
    remove_choice,
    remove_step,
    rename_step,
    set_bubble_shown,
    set_go,
    set_numbers,
    set_remember,
    set_text,
)
from tests.flows.libraries import FACTS, library, sources
from tests.flows.studio.lively import after, read

SAME = "reviewed"


def told(now: dict[str, str]) -> dict[str, list[str]]:
    """What is said of each step between the small library and another."""
    found = compare(library(), read(now), {}, lambda *_: SAME)
    return {str(each.name): [str(change) for change in each.changes] for each in found.steps}


@pytest.mark.parametrize(
    ("operation", "args", "name", "sentence"),
    [
        (set_text, ("talk.hello.title", "Sì"), "La prima schermata (talk.hello)",
         "Il titolo dice «Sì» invece di «Ciao»."),
        (set_text, ("talk.menu.title", "Su"), "Il passo 'talk.menu'", "Ha un titolo: «Su»."),
        (set_text, ("talk.menu.say.1", "Scegli."), "Il passo 'talk.menu'",
         "Dice «Scegli.» invece di «Scegli da dove partire.»."),
        (remove_bubble, ("talk.menu", 2), "Il passo 'talk.menu'",
         "Non dice più «Decidi tu quando.»."),
        (add_bubble, ("talk.menu", 1, "Uno.", Shown(on=Channel.WEB, when={"alone": ["no"]})),
         "Il passo 'talk.menu'", "Dice anche, sul sito, se 'alone' è 'no': «Uno.»."),
        (set_bubble_shown, ("talk.menu", 3, Shown()), "Il passo 'talk.menu'",
         "«Solo qui.» si vede sempre."),
        (remove_choice, ("talk.menu", "term"), "Il passo 'talk.menu'",
         "Una scelta in meno: «Il termine»."),
        (add_choice, ("talk.menu", 9, NewChoice(id="x", label="Ics", go="talk.person")),
         "Il passo 'talk.menu'", "Una scelta in più: «Ics», porta a 'talk.person'."),
        (move_choice, ("talk.menu", "later", 1), "Il passo 'talk.menu'",
         "Le scelte hanno un altro ordine."),
        (set_go, ("talk.menu", "near", "talk.person"), "Il passo 'talk.menu'",
         "La scelta «Vicino a me» porta a 'talk.person' invece che a 'talk.where'."),
        (set_remember, ("talk.hello", "yes", {}), "La prima schermata (talk.hello)",
         "La scelta «Sì» fa ricordare: –."),
        (set_numbers, ("talk.danger", ["112"]), "Il passo 'talk.danger'",
         "I numeri da chiamare sono: 112."),
        (rename_step, ("talk.where", "place"), "Il passo 'talk.place'",
         "Si chiamava 'talk.where': chi è lì ci resta."),
        (copy_step, ("talk.later", "never"), "Il passo 'talk.never'",
         "È nuovo: «Puoi tornare.»"),
    ],
)  # fmt: skip
def test_each_change_is_one_sentence(
    operation: object, args: tuple[object, ...], name: str, sentence: str
) -> None:
    """One step, one sentence: nothing is said twice, and nothing of what only follows."""
    assert {name: [sentence]} == told(after(sources(), operation, *args))  # type: ignore[arg-type]


def test_a_step_that_is_gone_says_whom_it_concerns() -> None:
    """Whoever is on it finishes hers; what led to it leads elsewhere."""
    now = told(after(sources(), remove_step, "talk.later", "talk.term"))

    assert ["Non c'è più: chi è lì finisce la versione che ha."] == now["Il passo 'talk.later'"]
    assert ["La scelta «Più tardi» porta a 'talk.term' invece che a 'talk.later'."] == now[
        "Il passo 'talk.menu'"
    ]


def test_steps_come_as_she_meets_them() -> None:
    """The first screen first, whatever the order of the file."""
    order = as_she_meets_them(library())

    assert ["talk.hello", "talk.menu", "talk.where", "talk.term"] == order[:4]
    assert sorted(library().steps) == sorted(order)


def test_nothing_changed_says_nothing() -> None:
    """A comment is nobody's change."""
    now = read({**sources(), "talk.yaml": sources()["talk.yaml"] + "# later\n"})
    found = compare(library(), now, {"en": "inglese"}, lambda *_: "missing")

    assert found.is_empty
    assert () == found.languages
    assert () == found.whom


def test_languages_are_told_together() -> None:
    """Those with as much to do in one sentence; what was to do before is not told."""
    now = read(after(sources(), set_text, "talk.hello.title", "Sì"))
    done = {"en": "outdated", "ar": "outdated", "es": "draft"}
    names = {"en": "inglese", "ar": "arabo", "es": "spagnolo"}
    found = compare(library(), now, names, lambda _context, _source, tag: done[tag])

    assert ["inglese e arabo diventano da rivedere (frasi: 1)."] == [
        str(each) for each in found.languages
    ]


def test_facts_reach_everybody_at_once() -> None:
    """A corrected number is no matter of versions, and it says so."""
    now = library(facts=FACTS.replace('value: "12"', 'value: "18"'))
    found = compare(library(), now, {}, lambda *_: SAME)

    assert ["Il dato 'months' vale «18» invece di «12»."] == [str(each) for each in found.facts]
    assert ["Dati ed elenchi di parole valgono subito per tutte."] == [
        str(each) for each in found.whom
    ]


def test_sentences_are_followed_by_what_they_say() -> None:
    """A bubble pushed down and a step renamed keep their translations."""
    now = after(sources(), add_bubble, "talk.menu", 1, "Nuova.")
    now = read(after(now, rename_step, "talk.menu", "start"))
    found = followed(library(), now)

    assert "talk.menu.say.1" == found["talk.start.say.2"]
    assert "talk.menu.choices.near" == found["talk.start.choices.near"]
    assert "talk.start.say.1" not in found
