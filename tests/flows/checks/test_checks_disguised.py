"""What must not be said, said otherwise: other words between, other signs, other orders."""

from __future__ import annotations

from time import monotonic

import pytest

from bot.editions.paths import FLOWS, part, put
from bot.editions.reading import judge, read
from flows.composing import RefusedError, compose
from flows.editing import set_text
from tests.console.studio.stage import TODAY
from tests.editions import shipped_files

_KEY = "near.where.say.2"


def found_in(words: str) -> str:
    """What is wrong with what is shipped when one sentence says this, as one text."""
    files = shipped_files()
    changed = put(FLOWS, set_text(part(files, FLOWS), _KEY, words))
    files |= {path: text for path, text in changed.items() if text is not None}
    return "\n".join(each.what for each in judge(read(files), TODAY, ["it"]).issues)


@pytest.mark.parametrize(
    "words",
    [
        "Ora sei davvero al sicuro.",
        "Tu e i tuoi figli siete al sicuro.",
        "Qui sei sicura.",
        "Questo posto è sicuro.",
        "Nessuno ti troverà.",
        "Il pericolo è passato.",
    ],
)
def test_p9_safety_is_not_promised_in_other_words(words: str) -> None:
    """A word in the middle hides a phrase from the lists."""
    assert "promises what nobody can keep" in found_in(words)


@pytest.mark.parametrize(
    "words", ["Se siete al sicuro, scrivi qui.", "Sei sicura?", "Anche se non sei sicura."]
)
def test_what_only_she_can_know_may_be_asked(words: str) -> None:
    """A condition and a question promise nothing."""
    assert "promises what nobody can keep" not in found_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "Chiama 333\N{NON-BREAKING HYPHEN}123\N{NON-BREAKING HYPHEN}4567.",
        "Chiama 333\N{MIDDLE DOT}123\N{MIDDLE DOT}4567.",
        "Chiama 333\N{ZERO WIDTH SPACE}1234567.",
    ],
)
def test_p9_a_mobile_in_other_signs_is_one(words: str) -> None:
    """Whatever parts its digits on the screen, she reads a number."""
    assert "own mobile" in found_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "Siamo in v.Padova 12.",
        "Siamo in v.le Monza 12.",
        "Siamo in via dell'Orso 4.",
        "Siamo in via dell’Orso 4.",
        "Siamo in via 25 Aprile 4.",
        "Siamo in alzaia Naviglio Grande 44.",
        "Siamo al 12 di via Padova.",
        "Siamo in via padova, al numero dodici.",
        "We are at 12 Padova Street.",
    ],
)
def test_p9_a_street_in_other_words_is_one(words: str) -> None:
    """Shortened, turned round, its number in letters."""
    assert "has the street" in found_in(words)


@pytest.mark.parametrize("words", ["Scrivi su t.me/lucia_r.", "Scrivi a @lucia_r."])
def test_p9_an_account_is_a_person(words: str) -> None:
    """As her number is."""
    assert "has the account" in found_in(words)


@pytest.mark.parametrize("sign", ["\\0", "\\a", "\\e", "\\uFFFE"])
def test_a_sign_that_cannot_be_shown_is_refused(sign: str) -> None:
    """YAML can write what no page and no messenger can: it would cost her the whole screen."""
    files = shipped_files()
    path = "flows/menu.yaml"
    files[path] = files[path].replace("Scegli da dove partire.", f"Scegli {sign} qui.")

    assert "has a sign that cannot be shown" in "\n".join(
        each.what for each in judge(read(files), TODAY, ["it"]).issues
    )


def test_a_file_without_bottom_is_told_at_once() -> None:
    """A stack that overflows took half a minute of the service's only process."""
    begun = monotonic()

    with pytest.raises(RefusedError, match="nested too deeply"):
        compose("flow: menu\nx: " + "[" * 5000)

    assert monotonic() - begun < 10


@pytest.mark.parametrize("value", ["333 1234567", "via Padova 12", "anna@example.org"])
def test_p9_a_fact_is_no_way_around(value: str) -> None:
    """Its value stands in sentences as if it were typed there."""
    files = shipped_files()
    path = "flows/facts.yaml"
    files[path] += (
        f'\n  novita:\n    kind: other\n    value: "{value}"\n    says: "Prova."\n'
        '    source: "una prova"\n    owner: rete\n    status: confirmed\n'
        "    checked_on: 2026-11-20\n    expires_on: 2027-05-01\n"
    )

    told = "\n".join(each.what for each in judge(read(files), TODAY, ["it"]).issues)

    assert "the fact 'novita' says where somebody is found" in told


def test_half_a_sign_is_no_text() -> None:
    """It was taken, and no page of the draft could be drawn any more."""
    with pytest.raises(RefusedError, match="half a sign"):
        compose('flow: menu\nx: "a \\uD800 b"')
