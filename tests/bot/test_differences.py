"""What changes from one edition to another is told whole, and each thing once."""

from __future__ import annotations

from bot.editions.differences import differences, unified
from bot.editions.paths import EXAMPLES, FLOWS, NETWORK
from bot.editions.reading import read
from tests.editions import shipped_files

BASE = shipped_files()
BEFORE = read(BASE)
NODES = f"{NETWORK}nodes.toml"
NAMES = {"en": "l'inglese", "es": "lo spagnolo", "ar": "l'arabo"}


def told(path: str, before: str, after: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    """The differences that one replacement makes."""
    assert before in BASE[path]
    files = {**BASE, path: BASE[path].replace(before, after, 1)}
    return differences(BEFORE, read(files), NAMES)


def test_the_same_files_differ_in_nothing() -> None:
    """Not a word is told."""
    found = differences(BEFORE, read(dict(BASE)), NAMES)

    assert found.is_empty
    assert ((), (), ()) == (found.network, found.rules, found.languages)


def test_a_centre_is_told_field_by_field() -> None:
    """Which one, what it was, what it becomes."""
    found = told(NODES, "Fr 10:00-16:00", "Fr 10:00-15:00").network

    assert [("node", "cadmi", "changed")] == [(each.kind, each.id, each.state) for each in found]
    assert [("hours.open", True)] == [
        (each.name, "Fr 10:00-16:00" in each.before and "Fr 10:00-15:00" in each.after)
        for each in found[0].fields
    ]


def test_a_centre_that_moves_to_another_file_is_no_difference() -> None:
    """Where it is written concerns nobody."""
    at = BASE[NODES].rindex("[[node]]")
    other = f"{NETWORK}centres.toml"
    files = {**BASE, NODES: BASE[NODES][:at], other: f"{BASE[other]}\n{BASE[NODES][at:]}"}

    assert () == differences(BEFORE, read(files), NAMES).network


def test_a_rule_is_not_told_among_the_centres() -> None:
    """Who answers in writing stands by itself."""
    found = told(f"{NETWORK}desks.toml", "ladder = 2", "ladder = 1")

    assert ((), ["ladder"]) == (found.network, [f.name for f in found.rules[0].fields])


def test_a_new_italian_sentence_costs_every_language_one() -> None:
    """The conversation tells which languages have to follow, by their names."""
    found = told(f"{FLOWS}menu.yaml", "Scegli da dove partire.", "Scegli da dove vuoi partire.")

    assert found.conversation is not None
    assert ["menu.menu"] == [each.step for each in found.conversation.steps]
    assert "l'inglese, lo spagnolo e l'arabo diventano da rivedere (frasi: 1)." == str(
        found.conversation.languages[0]
    )


def test_a_translation_is_told_with_both_its_words() -> None:
    """In its language, under its Italian."""
    path = "locales/en/flows.po"
    line = next(row for row in BASE[path].splitlines() if row.startswith('msgstr "Choose'))
    found = told(path, line, 'msgstr "Pick where to begin."').languages

    assert ["en"] == [each.tag for each in found]
    assert ["Pick where to begin."] == [each.after for each in found[0].changed]
    assert () == found[0].translated


def test_an_example_is_told_by_its_name() -> None:
    """One in more, one gone."""
    one = "- name: prova\n  case: {}\n  holds: {node: nobody}\n"
    more = {**BASE, EXAMPLES: BASE[EXAMPLES].rstrip("\n") + f"\n{one}"}

    assert ("prova",) == differences(BEFORE, read(more), NAMES).examples.added
    assert ("prova",) == differences(read(more), BEFORE, NAMES).examples.gone


def test_files_that_cannot_be_read_are_still_told() -> None:
    """Nothing raises; the paths are named, and their lines are shown."""
    files = {
        **BASE,
        NODES: "id = [",
        f"{FLOWS}library.yaml": "first: [",
        "locales/en/flows.po": "x",
    }
    found = differences(BEFORE, read(files), NAMES)
    lines = dict(unified(BASE, files, found.paths))

    assert {NODES, f"{FLOWS}library.yaml", "locales/en/flows.po"} == set(found.paths)
    assert "+id = [" in lines[NODES]
