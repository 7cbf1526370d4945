"""A network's files changed by small operations: what nobody touched stays byte for byte."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.directory import ContactKind, NodeKind, Service
from routing.hours import Calendar
from routing.network.editing.coming import add_node, remove_node, uses_of
from routing.network.editing.contacts import Typed, add_contact, change_contact, drop_contact
from routing.network.editing.entries import HEAD, entries_of, entry_of
from routing.network.editing.errors import (
    BadDatesError,
    BadNumberError,
    LayoutError,
    NetworkEditError,
    NotHersError,
    PersonalNumberError,
    PhoneOnlyError,
    ShelterError,
    StillUsedError,
    UnknownNodeError,
    UnknownRowError,
)
from routing.network.editing.facts import Stamp, confirm
from routing.network.editing.heads import (
    Shut,
    add_closure,
    add_holiday,
    drop_closure,
    drop_holiday,
    set_line,
)
from routing.network.editing.nodes import set_basics, set_hours, set_offer, set_seat
from routing.network.editing.sound import OWN_SOURCE, problems_of, see_hers
from routing.network.editing.tables import add_item, change_item, remove_item
from routing.network.loading import read_network, shipped_folder
from routing.network.status import expiring
from routing.shelters import names_street
from tests.routing.network.test_week import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from routing.network.editing.entries import Texts

    Operation = Callable[[Texts, str], Mapping[str, str]]

TODAY: Final = date(2026, 11, 24)
STAMP: Final = Stamp(TODAY)
SURE: Final = Stamp(TODAY, "la responsabile del centro")
TEXTS: Final = {
    file.name: file.read_text(encoding="utf-8")
    for file in shipped_folder().iterdir()
    if file.name.endswith(".toml")
}
#: The same without the region's list: what is tried a hundred times takes a second each.
SMALL: Final = {
    "nodes.toml": TEXTS["nodes.toml"],
    HEAD: TEXTS[HEAD].partition("# Reti tra comuni")[0]
    + "[sources."
    + TEXTS[HEAD].partition("[sources.")[2],
}
IDS: Final = sorted(entry.id for entry in entries_of(SMALL))
_PHONE: Final = Typed(kind=ContactKind.PHONE, value="02 1234567", use="centro")


def _shut(*nodes: str, begins: date = TODAY, ends: date = TODAY, why: str = "ferie") -> Shut:
    return Shut(nodes=nodes, begins=begins, ends=ends, why=why)


#: Operations on one node, each with any of its values.
ONE_NODE: Final[tuple[Operation, ...]] = (
    lambda texts, id_: set_basics(
        texts, id_, name="Nome nuovo", kind=NodeKind.SERVICE, area="C015182"
    ),
    lambda texts, id_: set_offer(
        texts,
        id_,
        services=[Service.LEGAL],
        languages=["it", "ar"],
        transport="",
        phone_only=False,
    ),
    lambda texts, id_: set_seat(texts, id_, 'via "Nuova" 1, Milano', (45.4, 9.2), STAMP),
    lambda texts, id_: set_seat(texts, id_, "", None, STAMP),
    lambda texts, id_: set_hours(texts, id_, "Mo 10:00-12:00; PH off", CALENDAR, SURE),
    lambda texts, id_: set_hours(texts, id_, "", CALENDAR, STAMP),
    lambda texts, id_: add_contact(texts, id_, _PHONE, STAMP),
    lambda texts, id_: change_contact(texts, id_, 0, _PHONE, SURE),
    lambda texts, id_: drop_contact(texts, id_, 0),
    lambda texts, id_: confirm(texts, id_, [], [0], SURE),
)


def _others(texts: Texts, id_: str) -> list[object]:
    return [entry.raw for entry in entries_of(texts) if entry.id != id_]


def _outside(texts: Texts, id_: str) -> tuple[str, str]:
    """What stands before and after one node in its file."""
    entry = entry_of(texts, id_)
    text = texts[entry.file]
    begins = text.index(f'[[node]]\nid = "{id_}"\n')
    ends = text.find("\n[[node]]", begins)
    return text[:begins], text[ends:] if ends >= 0 else ""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(IDS), st.sampled_from(ONE_NODE))
def test_an_operation_touches_one_node_only(id_: str, operation: Operation) -> None:
    """Every byte before and after it stays, whichever node and whichever operation."""
    try:
        changed = operation(SMALL, id_)
    except NetworkEditError as refusal:
        assert refusal.phrase.text
        return
    after = {**SMALL, **changed}
    assert _outside(SMALL, id_) == _outside(after, id_)
    assert _others(SMALL, id_) == _others(after, id_)
    assert set(changed) <= {entry_of(SMALL, id_).file, HEAD}
    if HEAD in changed:
        assert changed[HEAD].startswith(SMALL[HEAD])
        assert changed[HEAD].removeprefix(SMALL[HEAD]).startswith(f"\n[sources.{OWN_SOURCE}]\n")
    assert [] == problems_of(after)


_WORDS = st.text(max_size=40) | st.sampled_from(
    ['"', "]]", "[[node]]", "\n[[node]]\n", "\\", "'''", '"""', "# no", "\x00", "\u2028", "{0}"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_WORDS, _WORDS)
def test_no_words_break_the_file(name: str, use: str) -> None:
    """Anything that somebody types is kept as her words, or refused with a sentence."""
    texts: dict[str, str] = dict(SMALL)
    try:
        texts |= set_basics(texts, "cadmi", name=name, kind=NodeKind.CENTRE, area="M5")
        contact = Typed(kind=ContactKind.PHONE, value="02 1234567", use=use)
        texts |= add_contact(texts, "cadmi", contact, STAMP)
    except NetworkEditError as refusal:
        assert refusal.phrase.text
    entry = entry_of(texts, "cadmi")
    assert entry.name in {entry_of(SMALL, "cadmi").name, " ".join(name.split())}
    assert entry.contacts[-1]["use"] in {"sito", " ".join(use.split())}
    assert len(IDS) == len(list(entries_of(texts)))


def test_what_is_saved_unchanged_changes_nothing() -> None:
    """A form sent as it was opened leaves every file alone."""
    raw = entry_of(TEXTS, "cadmi").raw
    same = set_basics(TEXTS, "cadmi", name=raw["name"], kind=NodeKind.CENTRE, area="M5")
    offer = set_offer(
        TEXTS,
        "cadmi",
        services=[Service(each) for each in raw["services"]],
        languages=[],
        transport="",
        phone_only=False,
    )
    assert {} == same == offer


def test_remarks_and_layout_stay() -> None:
    """Beside a key, inside a list, above the next header: each where it was written."""
    text = (
        "# testa\n\n# di a\n[[node]] # qui\nid = 'a' # suo\nnumber = 1\n"
        'contacts = [\n  {kind = "phone", value = "1"}, # primo\n  # in mezzo\n'
        '  {kind = "web", value = "2"},\n]\n\n# di b\n[[node]]\nid = "b"\n# coda\n'
    )

    def change(node: Any) -> None:
        node["number"] = 2
        del node["contacts"][1]

    assert text.replace("number = 1", "number = 2").replace(
        '  {kind = "web", value = "2"},\n', ""
    ) == change_item("x.toml", text, "node", 0, change)
    assert text.replace('# di b\n[[node]]\nid = "b"\n', "") == remove_item(
        "x.toml", text, "node", 1
    )
    assert '# testa\n\n# di b\n[[node]]\nid = "b"\n# coda\n' == remove_item(
        "x.toml", text, "node", 0
    )
    added = add_item("x.toml", text, "node", '[[node]]\nid = "c"\n')
    assert text.replace("# coda\n", '\n[[node]]\nid = "c"\n# coda\n') == added


@pytest.mark.parametrize(
    "text",
    [
        'node = [{id = "a"}]\n',
        'x = """\n[[node]]\n"""\n[[node]]\nid = "a"\n',
        "y = [\n[ 'node' ]\n]\n[[ node ]]\nid = 'a'\nz = [\n['q']\n]\n",
    ],
)
def test_an_unusual_file_is_left_alone(text: str) -> None:
    """Rather refused than harmed."""
    tomllib.loads(text)
    try:
        made = change_item("x.toml", text, "node", 0, lambda node: node.update({"id": "b"}))
    except LayoutError:
        return
    whole = tomllib.loads(text)
    whole["node"][0]["id"] = "b"
    assert whole == tomllib.loads(made)


def test_p9_hospitality_gets_no_address() -> None:
    """Neither a seat, nor a street in any words of its own, nor by becoming hospitality."""
    for words in ("via Verdi 3, Milano", "x"):
        with pytest.raises(ShelterError):
            set_seat(TEXTS, "ceas", words, None, STAMP)
    for use in (
        "in via Verdi 3",
        "suonare in piazza duomo",
        "Corso Buenos Aires 12",
        "V.le Monza 4",
    ):
        with pytest.raises(ShelterError):
            add_contact(
                TEXTS, "ceas", Typed(kind=ContactKind.PHONE, value="02 1234567", use=use), STAMP
            )
    with pytest.raises(ShelterError):
        set_basics(TEXTS, "cadmi", name="CADMI", kind=NodeKind.HOSPITALITY, area="M5")
    with pytest.raises(ShelterError):
        set_basics(TEXTS, "ceas", name="Casa in via Verdi 3", kind=NodeKind.HOSPITALITY, area="")
    with pytest.raises(ShelterError):
        set_seat(TEXTS, "cadmi", "Casa rifugio, via Verdi 3", None, STAMP)
    with pytest.raises(ShelterError):
        add_closure(TEXTS, _shut("ceas", why="traslochiamo in via Verdi 3"), TODAY)
    with pytest.raises(PhoneOnlyError):
        set_seat(TEXTS, "cav-010", "via Verdi 3", None, STAMP)


@pytest.mark.parametrize(
    ("words", "is_street"),
    [
        ("via Verdi 3", True),
        ("in viale Monza, 12", True),
        ("Piazza della Repubblica 1", True),
        ("piazzale loreto", True),
        ("La Strada", False),
        ("risponde anche via mail", False),
        ("via WhatsApp", False),
        ("lavori in corso", False),
        ("corso di formazione", False),
        ("giorno e notte, 24 ore", False),
    ],
)
def test_a_street_is_known_by_its_words(words: str, *, is_street: bool) -> None:
    """A word too many costs a sentence; one too few may cost more."""
    assert is_street == names_street(words)


def test_a_changed_number_is_to_be_confirmed_again() -> None:
    """Normalised, dated today, from the node itself; only the node settles its conflict."""
    typed = Typed(kind=ContactKind.PHONE, value="02 5501 5518", use="accoglienza")
    by_hand = {**TEXTS, **change_contact(TEXTS, "cadmi", 0, typed, STAMP)}
    line = entry_of(by_hand, "cadmi").contacts[0]
    assert ("+390255015518", OWN_SOURCE, TODAY) == (
        line["value"], line["source"], line["checked_on"],
    )  # fmt: skip
    assert "conflict" in line
    assert "confirmed_by" not in line

    settled = {**by_hand, **confirm(by_hand, "cadmi", [], [0], SURE)}
    line = entry_of(settled, "cadmi").contacts[0]
    assert "conflict" not in line
    assert "la responsabile del centro" == line["confirmed_by"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (Typed(kind=ContactKind.MOBILE, value="339 2182840", use="centro"), PersonalNumberError),
        (Typed(kind=ContactKind.PHONE, value="3392182840", use="centro"), PersonalNumberError),
        (
            Typed(kind=ContactKind.PHONE, value="02 1234567", use="casa mia, privato"),
            PersonalNumberError,
        ),
        (Typed(kind=ContactKind.PHONE, value="12", use="centro"), BadNumberError),
        (Typed(kind=ContactKind.PHONE, value="٠٢١٢٣٤٥٦٧", use="centro"), BadNumberError),
    ],
)
def test_a_number_nobody_should_call_is_refused(typed: Typed, error: type[Exception]) -> None:
    """A person's, or none at all."""
    with pytest.raises(error):
        add_contact(TEXTS, "cadmi", typed, STAMP)


def test_a_centre_s_own_mobile_is_not_asked_about_twice() -> None:
    """Kept, it may be renamed; another one in its place has to be said to be the centre's."""
    kept = Typed(kind=ContactKind.MOBILE, value="331 748 5056", use="ascolto")
    after = {**TEXTS, **change_contact(TEXTS, "cerchi-dacqua", 0, kept, STAMP)}
    assert "ascolto" == entry_of(after, "cerchi-dacqua").contacts[0]["use"]
    for id_ in ("cerchi-dacqua", "cadmi"):
        other = Typed(kind=ContactKind.PHONE, value="339 218 2840", use="ascolto")
        with pytest.raises(PersonalNumberError):
            change_contact(TEXTS, id_, 0, other, STAMP)


def test_closures_come_and_go() -> None:
    """A door is shut on its days, and the file is as before when the closure is taken out."""
    shut = _shut("cadmi", "cerchi-dacqua", begins=date(2027, 8, 9), ends=date(2027, 8, 20))
    closed = {**TEXTS, **add_closure(TEXTS, shut, TODAY)}
    network = read_network(closed)[0]
    node = network.directory.by_id("cadmi")
    assert node is not None
    assert node.hours is not None
    assert network == read_network({**closed})[0]
    dropped = {**closed, **drop_closure(closed, 0)}
    assert tomllib.loads(TEXTS[HEAD]) == {
        key: value for key, value in tomllib.loads(dropped[HEAD]).items() if value != []
    }


@pytest.mark.parametrize(
    "shut",
    [
        _shut("cadmi", begins=date(2027, 8, 20), ends=date(2027, 8, 9)),
        _shut("cadmi", begins=date(2026, 1, 1), ends=date(2026, 1, 2)),
        _shut("cadmi", begins=date(2027, 1, 1), ends=date(2028, 6, 1)),
        _shut("cadmi", begins=date(2036, 1, 1), ends=date(2036, 1, 2)),
    ],
)
def test_days_that_cannot_be_are_refused(shut: Shut) -> None:
    """The wrong way round, over, too long, too far."""
    with pytest.raises(BadDatesError):
        add_closure(TEXTS, shut, TODAY)


def test_what_is_not_there_is_not_changed() -> None:
    """A node, a row, a closure that somebody took out: a sentence, never another's row."""
    with pytest.raises(UnknownNodeError):
        drop_contact(TEXTS, "nessuno", 0)
    for place in (-1, 99):
        with pytest.raises(UnknownRowError):
            drop_contact(TEXTS, "cadmi", place)
        with pytest.raises(UnknownRowError):
            drop_closure(TEXTS, place)
    with pytest.raises(UnknownNodeError):
        add_closure(TEXTS, _shut("nessuno"), TODAY)


def test_a_number_is_never_given_twice() -> None:
    """The highest node goes, and the next one gets a number that nobody ever had."""
    made, id_ = add_node(TEXTS, name="Uno", kind=NodeKind.CENTRE, area="", services=[])
    first = {**TEXTS, **made}
    number = entry_of(first, id_).raw["number"]
    gone = {**first, **remove_node(first, id_)}
    made, id_ = add_node(gone, name="Due", kind=NodeKind.CENTRE, area="", services=[])
    assert number + 1 == entry_of({**gone, **made}, id_).raw["number"]
    assert number == read_network(gone)[0].last_number


def test_names_of_our_own_pages_are_no_nodes() -> None:
    """A node called like a page would stand in its way."""
    made, id_ = add_node(TEXTS, name="Import", kind=NodeKind.CENTRE, area="", services=[])
    assert "import-2" == id_
    assert [] == problems_of({**TEXTS, **made})


def test_a_node_goes_with_its_closures_and_territories() -> None:
    """What rests on it is told first; a desk or a part of it holds it."""
    closed = {**TEXTS, **add_closure(TEXTS, _shut("cav-010"), TODAY)}
    uses = uses_of(closed, "cav-010")
    assert (1, 1, 0) == (len(uses.territories), uses.closures, uses.desks)
    gone = {**closed, **remove_node(closed, "cav-010")}
    assert '"cav-010"' not in gone[HEAD]
    assert [] == problems_of(gone)
    for id_ in ("cadmi", "somaschi"):
        with pytest.raises(StillUsedError):
            remove_node(TEXTS, id_)


def test_a_lead_s_guard_knows_what_is_hers() -> None:
    """Whatever operation, on another's row or on the whole network: refused by what changed."""
    for operation in ONE_NODE[1:]:
        try:
            hers, others = operation(TEXTS, "cadmi"), operation(TEXTS, "svsed-mangiagalli")
        except NetworkEditError:
            continue
        see_hers(TEXTS, hers, "cadmi")
        with pytest.raises(NotHersError):
            see_hers(TEXTS, others, "cadmi")
    for changed in (
        ONE_NODE[0](TEXTS, "cadmi"),
        set_line(TEXTS, "112", number="112", use="x", languages=[], web="", stamp=SURE),
        add_holiday(TEXTS, day="12-08", name="x", areas=["M1"]),
        drop_holiday(TEXTS, 0),
        add_closure(TEXTS, _shut("cadmi", "cerchi-dacqua"), TODAY),
        {"altri.toml": ""},
        {"desks.toml": TEXTS["desks.toml"] + "\n# mio\n"},
    ):
        with pytest.raises(NotHersError):
            see_hers(TEXTS, changed, "cadmi")


def test_p10_what_expires_is_told_and_then_gone() -> None:
    """A month before to its owner; the day after, it is no longer what anybody reads."""
    texts = {**TEXTS, **confirm(TEXTS, "cadmi", ["hours"], [2], SURE)}
    directory = read_network(texts)[0].directory
    assert [] == [row for row in expiring(directory, date(2027, 1, 20)) if row.where == "cadmi"]
    soon = expiring(directory, date(2027, 2, 1), "cadmi")
    assert {"cadmi"} == {row.where for row in soon}
    assert "hours" in {row.what for row in soon}
    assert not any(row.is_over for row in soon)
    assert all(row.is_over for row in expiring(directory, date(2027, 3, 1), "cadmi"))
    assert "112" in {row.where for row in expiring(directory, date(2027, 2, 1))}
    hours = next(node.hours_fact for node in directory.nodes if node.id == "cadmi")
    assert hours is not None
    assert (True, False) == (
        hours.is_confirmed(date(2027, 2, 24)), hours.is_confirmed(date(2027, 2, 25)),
    )  # fmt: skip


def test_a_calendar_is_not_needed_to_say_so() -> None:
    """The schedule is checked against any calendar; it is the words that count."""
    with pytest.raises(NetworkEditError):
        set_hours(TEXTS, "cadmi", "boh", Calendar(CALENDAR.zone, "IT"), STAMP)
