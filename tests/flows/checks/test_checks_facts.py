"""P10: what is told as a fact is registered, and still holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from small_library import Checked

BUBBLE = "the bubble b.start.say.2"


def rule(words: str) -> str:
    """A step with one bubble that rests on the fact 'rule'."""
    return f'start: {{say: [{{fact: rule, say: "{words}"}}], end: true}}'


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Chiama il 112.", "112"),
        ("Chiama il 1522.", "1522"),
        ("Chiama il 116 016.", "116 016"),
        ("Chiama lo 02 5501 9609.", "02 5501 9609"),
        ("Chiama il +39 02-55019609.", "+39 02-55019609"),
    ],
)
def test_p10_number_by_hand(checked: Checked, words: str, number: str) -> None:
    """A number to call comes from the registry."""
    assert [f"{BUBBLE} has the number '{number}' written by hand"] == checked.bubble(words)


@pytest.mark.parametrize(
    "words",
    [
        "Chiama il {112}.",
        "Scrivi un CAP, come 20158.",
        "Il testo è del 22-11-2026.",
        "La rete è nata nel 2006.",
        "Se hai meno di 18 anni, puoi chiamare.",
        "Puoi fare denuncia, se vuoi.",
    ],
)
def test_p10_no_number_to_call(checked: Checked, words: str) -> None:
    """Postcodes, days, years and ages are no numbers to call and no terms."""
    assert [] == checked.bubble(words)


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("Hai tempo 12 mesi.", "12 mesi"),
        ("Puoi avere 530 euro.", "530 euro"),
        ("Puoi avere 100.000 euro.", "100.000 euro"),
        ("Lo dice la legge n. 69.", "legge n. 69"),
        ("Vedi art. 18 del testo.", "art. 18"),
        ("La querela si fa entro sei mesi.", "querela ... sei mesi"),
        ("Il congedo dura tre mesi.", "congedo ... tre mesi"),
        ("Si aspetta 24 ore su 24.", "24 ore"),
    ],
)
def test_p10_rule_by_hand(checked: Checked, words: str, stated: str) -> None:
    """A term, an amount or a law has a fact that answers for it."""
    told = checked.bubble(words)

    assert 1 == len(told)
    assert f"{BUBBLE} states '{stated}'" in told[0]


def test_p10_rule_with_its_fact(checked: Checked) -> None:
    """A bubble that names its fact may state the rule in full."""
    assert [] == checked.says(
        rule("La querela si fa entro 12 mesi."), facts=checked.fact("rule", value="12")
    )


def test_p10_number_is_no_answer_for_a_rule(checked: Checked) -> None:
    """That 1522 is confirmed says nothing of a term beside it."""
    assert 1 == len(checked.bubble("Hai tempo 12 mesi. Chiedi al {1522}."))
    assert [] == checked.bubble("Il {1522} risponde 24 ore su 24.")


def test_p10_unknown_fact(checked: Checked) -> None:
    """A place and a `fact:` name what is registered."""
    unknown = "uses the fact 'rule', which is not in the registry"

    assert [f"{BUBBLE} {unknown}"] == checked.bubble("Entro {rule} mesi.")
    assert [f"the bubble b.start.say.1 {unknown}"] == checked.says(rule("Una regola."))


def test_p10_place_without_value(checked: Checked) -> None:
    """A fact that is a whole rule has nothing to put in a place."""
    told = checked.bubble("Entro {rule} mesi.", facts=checked.fact("rule"))

    assert [f"{BUBBLE} has a place for 'rule', which has no value"] == told


def test_p10_brace_left_open(checked: Checked) -> None:
    """A place that is not closed would be read as it stands."""
    assert [f"{BUBBLE} has a brace that is not closed, or not opened"] == checked.bubble(
        "Chiama {questo adesso."
    )


def test_p10_only_bubbles_can_be_hidden(checked: Checked) -> None:
    """A title or a button tells no fact that may lapse."""
    title = 'start: {title: "Entro {rule} mesi", say: "Una pagina.", end: true}'
    told = checked.says(title, facts=checked.fact("rule", value="12"))

    expected = "the title b.start.title tells the fact 'rule', which can expire, "
    assert [f"{expected}and it cannot be hidden"] == told
    assert [] == checked.says('start: {title: "Il {1522}", say: "Una pagina.", end: true}')


def test_p10_numbers_of_a_step(checked: Checked) -> None:
    """The numbers a step shows are registered, and numbers."""
    step = 'start: {say: "Una pagina.", numbers: ["1522", "rule"], end: true}'

    unknown = "the numbers of step 'b.start' uses the fact 'rule', which is not in the registry"
    assert [unknown] == checked.says(step)
    assert ["the numbers of step 'b.start' name 'rule', which is no number"] == checked.says(
        step, facts=checked.fact("rule")
    )
    assert [] == checked.says(step, facts=checked.fact("rule", kind="number", value="02 5501"))


def test_p10_expired_fact_warns(checked: Checked) -> None:
    """An expired fact stops nothing: its sentence hides, and somebody is told."""
    old = checked.fact("rule", checked_on="2026-05-01", expires_on="2026-11-21")
    last_day = old.replace("2026-11-21", "2026-11-22")

    expected = (
        "facts.yaml:22: the fact 'rule' expired on 2026-11-21: its sentences are hidden. "
        "Check it at its source and write the new days."
    )
    assert [expected] == checked.warnings(facts=old)
    assert [] == checked.warnings(facts=last_day)


def test_p10_permanent_number_overdue_alarms(checked: Checked) -> None:
    """112 and 1522 never hide; overdue, they alarm the keeper."""
    told = checked.warnings(today=date(2027, 2, 2))

    assert 2 == len(told)
    assert "the fact '112' had to be checked by 2027-02-01 and is still told" in told[0]


@pytest.mark.parametrize("number", ["112", "1522"])
def test_p10_permanent_numbers_are_there(checked: Checked, number: str) -> None:
    """A registry whose 112 or 1522 is another number, or may expire, is refused."""
    lasting = {
        name: checked.fact(name, kind="number", value=name, permanent=True)
        for name in ("112", "1522")
    }
    whole = "".join(lasting.values())
    other = whole.replace(f'value: "{number}"', 'value: "113"')
    mortal = whole.replace(lasting[number], lasting[number].replace("true", "false"))

    expected = f"the registry does not hold {number} as a permanent number"
    assert expected in checked.says(lasting=other)
    assert expected in checked.says(lasting=mortal)
    assert expected not in checked.says(lasting=whole)


def test_p10_only_two_are_permanent(checked: Checked) -> None:
    """Any other fact expires."""
    told = checked.says(facts=checked.fact("rule", permanent=True))

    assert ["the fact 'rule' is permanent"] == told


@pytest.mark.parametrize(
    ("kind", "last", "too_late"),
    [
        ("number", "2027-02-01", "2027-03-01"),
        ("law", "2027-05-01", "2027-06-01"),
        ("money", "2027-05-01", "2027-06-01"),
        ("health", "2027-11-01", "2027-12-01"),
        ("other", "2027-11-01", "2027-12-01"),
    ],
)
def test_p10_check_holds_so_long(checked: Checked, kind: str, last: str, too_late: str) -> None:
    """Numbers hold three months, law and money six, the rest twelve."""

    def told(day: str) -> list[str]:
        return checked.says(facts=checked.fact("rule", kind=kind, value="12", expires_on=day))

    assert [] == told(last)
    assert 1 == len(told(too_late))
    assert "too long after it was checked on 2026-11-01" in told(too_late)[0]


def test_p10_check_still_to_come(checked: Checked) -> None:
    """Nobody has checked a fact tomorrow."""
    told = checked.says(facts=checked.fact("rule", checked_on="2026-11-23"))

    assert ["the fact 'rule' was checked on 2026-11-23, which is still to come"] == told
    assert [] == checked.says(facts=checked.fact("rule", checked_on="2026-11-22"))


def test_p10_confirmed_number_has_digits(checked: Checked) -> None:
    """A number somebody confirmed can be dialled; a draft may wait for its digits."""
    number = checked.fact("line", kind="number", value="verde")

    assert ["the number 'line' has no digits"] == checked.says(facts=number)
    assert [] == checked.says(facts=number.replace("confirmed", "draft"))
