"""Which node answers her: the shipped sample desks of Milan, on made-up shifts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition import Channel
from locales.catalogues import Catalogues
from routing.areas import AreaCode, area_number
from routing.desks import Criterion
from routing.explaining import explain
from routing.handoff import Case, Reason, Want
from routing.policy import Question, Route, route
from tests.routing.handoffs import MILAN, a_desk
from tests.routing.test_nearest import LOMBARDY

if TYPE_CHECKING:
    from routing.ports import DeskNow

ROME = MILAN.directory.zone
BOOK = MILAN.book
CADMI, CERCHI, SVSED = "cadmi", "cerchi-dacqua", "svsed-mangiagalli"
TUESDAY = datetime(2026, 11, 24, 11, tzinfo=ROME)
NIGHT = datetime(2026, 11, 24, 23, tzinfo=ROME)
M3, M7 = (area_number(AreaCode(area)) for area in ("M3", "M7"))


def desks(**on_shift: str) -> dict[str, DeskNow]:
    """The three desks; `cadmi="it,ar"` is somebody on shift who speaks these."""
    made = {id_: a_desk(id_) for id_ in (CADMI, CERCHI, SVSED)}
    for short, spoken in on_shift.items():
        id_ = next(id_ for id_ in made if id_.startswith(short))
        made[id_] = replace(made[id_], on_shift=1, languages=frozenset(spoken.split(",")))
    return made


def case(**said: Any) -> Case:
    return Case(**{"channel": Channel.WEB, "language": "it", "want": Want.LISTENING, **said})


def ask(her: Case, now: datetime = TUESDAY, **facts: Any) -> Route | None:
    there = {"desks": desks(), "book": BOOK, **facts}
    return route(her, there["desks"], there["book"], MILAN.directory, LOMBARDY, now)


def sent(her: Case, now: datetime = TUESDAY, **facts: Any) -> Route:
    found = ask(her, now, **facts)
    assert found is not None
    return found


def test_her_area_is_asked_first() -> None:
    """Everything else being equal, the desk that serves her municipio."""
    assert CADMI == sent(case(area=M3)).node
    assert CERCHI == sent(case(area=M7)).node
    assert Reason.TERRITORY in sent(case(area=M7)).reasons


def test_la2_a_speaker_on_shift_comes_first() -> None:
    """Before territory, before what she wants; and the reason says so."""
    found = sent(case(area=M3, language="ar"), desks=desks(cadmi="it", cerchi="it,ar"))
    assert (CERCHI, True) == (found.node, found.is_spoken)
    assert Reason.LANGUAGE is found.reasons[0]


def test_la2_nobody_speaks_it_and_she_is_told() -> None:
    """The route is given all the same, and does not hide it."""
    assert not sent(case(language="ti"), desks=desks(cadmi="it,en")).is_spoken
    # A speaker counts only while she is on shift.
    assert not sent(case(language="ar")).is_spoken


def test_a_rule_of_the_book_comes_before_what_a_desk_does() -> None:
    """For health the hospital, though every desk is open."""
    found = sent(case(want=Want.HEALTH, area=M3))
    assert SVSED == found.node
    assert Reason.WANT in found.reasons


def test_who_is_on_shift_comes_before_who_is_near() -> None:
    """At night the only one awake."""
    found = sent(case(area=M7), NIGHT, desks=desks(svsed="it"))
    assert (SVSED, None) == (found.node, found.opens_at)
    assert Reason.ON_SHIFT in found.reasons


def test_at_night_who_opens_first() -> None:
    """Nobody is on shift: the hour is told, and until when she is kept."""
    found = sent(case(), NIGHT)
    opens = datetime(2026, 11, 25, 8, tzinfo=ROME)
    assert (SVSED, opens, opens + timedelta(hours=4)) == (
        found.node,
        found.opens_at,
        found.keep_until,
    )
    assert Reason.OPENS_FIRST in found.reasons


def test_load_decides_between_equals() -> None:
    """In the same ring, the desk with fewer women for each operator."""
    busy = {**desks(cadmi="it", cerchi="it"), SVSED: a_desk(SVSED, public_key=b"")}
    busy[CADMI] = replace(busy[CADMI], waiting=4, talking=2)
    m5 = area_number(AreaCode("M5"))
    found = sent(case(area=m5), desks=busy)
    assert CERCHI == found.node
    assert Reason.LOAD in found.reasons


def test_coordinators_decide_the_order() -> None:
    """The same case under another list goes elsewhere."""
    near_first = replace(BOOK, order=(Criterion.TERRITORY, Criterion.ON_SHIFT))
    shift = desks(cerchi="it")
    assert CERCHI == sent(case(area=M3), desks=shift).node
    assert CADMI == sent(case(area=M3), desks=shift, book=near_first).node


def test_far_is_not_the_nearest() -> None:
    """Neither first nor in the ladder; unless it is the only one."""
    found = sent(case(area=M3, far=True))
    plain = sent(case(area=M3))
    assert Reason.FAR in found.reasons
    assert 2 == len({found.node, *found.ladder})
    assert 3 == len({plain.node, *plain.ladder})
    only = {CADMI: a_desk(CADMI)}
    assert (CADMI, Reason.ONLY) == (
        sent(case(area=M3, far=True), desks=only).node,
        sent(case(area=M3, far=True), desks=only).reasons[0],
    )


def test_the_ladder_is_as_long_as_the_book_says() -> None:
    """She is told of so many, and no more."""
    assert 2 == len(sent(case()).ladder)
    assert () == sent(case(), book=replace(BOOK, ladder=0)).ladder


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("2026-11-24 11:00", "2026-11-24 15:00"),
        # It shuts within four hours: four hours after it opens again, over the weekend too.
        ("2026-11-24 17:00", "2026-11-25 14:00"),
        ("2026-11-27 17:00", "2026-11-30 14:00"),
        ("2026-11-28 12:00", "2026-11-30 14:00"),
        # Saturday, and then two holidays: Wednesday, which is within 92 hours.
        ("2026-12-05 18:00", "2026-12-09 14:00"),
    ],
)
def test_p5_she_is_told_until_when(asked: str, until: str) -> None:
    """Four hours after the desk opens; at CADMI, which is shut at weekends."""
    now = datetime.fromisoformat(asked).replace(tzinfo=ROME)
    found = sent(case(), now, desks={CADMI: a_desk(CADMI)})
    assert datetime.fromisoformat(until).replace(tzinfo=ROME) == found.keep_until


def test_p5_a_desk_that_does_not_open_within_92_hours_is_not_offered() -> None:
    """From Friday 18:00 to Wednesday 10:00 over Sant'Ambrogio is more than that: 1522."""
    only = {CADMI: a_desk(CADMI)}
    friday = datetime(2026, 12, 4, 18, tzinfo=ROME)
    assert ask(case(), friday, desks=only) is None
    assert ask(case(), friday + timedelta(hours=20), desks=only) is not None
    # Somebody is on shift although the hours say no: she answers.
    assert CADMI == sent(case(), friday, desks={CADMI: a_desk(CADMI, on_shift=1)}).node


def test_without_a_key_there_is_no_route() -> None:
    """Nobody could open what she writes."""
    assert ask(case(), desks={}) is None
    assert ask(case(), desks={CADMI: a_desk(CADMI, public_key=b"", on_shift=3)}) is None


def test_sample_desks_are_for_demonstrations_only() -> None:
    """What service mode may use of the shipped book is nothing."""
    assert ask(case(), book=BOOK.confirmed()) is None


def test_p9_no_hospitality_answers() -> None:
    """Not even if a book slipped one in."""
    slipped = replace(BOOK, desks={"ceas": replace(BOOK.desks[CADMI], node="ceas")})
    assert ask(case(), book=slipped, desks={"ceas": a_desk("ceas", on_shift=1)}) is None


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, dict[str, DeskNow], datetime]:
    """Any case on any shift at any time of the year."""
    her = case(
        language=draw(st.sampled_from(["it", "en", "ar", "ti", "pt-BR"])),
        area=draw(st.sampled_from([0, M3, M7, 999_999])),
        want=draw(st.sampled_from(Want)),
        far=draw(st.booleans()),
        avoid=tuple(draw(st.sets(st.sampled_from([CADMI, CERCHI, SVSED]), max_size=3))),
    )
    there = {
        id_: a_desk(
            id_,
            public_key=draw(st.sampled_from([b"", b"key", b"key", b"key"])),
            on_shift=draw(st.integers(0, 2)),
            languages=frozenset(draw(st.sets(st.sampled_from(["it", "en", "ar"])))),
            waiting=draw(st.integers(0, 5)),
        )
        for id_ in draw(st.sets(st.sampled_from([CADMI, CERCHI, SVSED])))
    }
    minutes = draw(st.integers(0, 366 * 24 * 60))
    return her, there, datetime(2026, 1, 1, tzinfo=ROME) + timedelta(minutes=minutes)


@given(cases())
def test_p5_p7_no_route_breaks_what_she_is_told(
    drawn: tuple[Case, dict[str, DeskNow], datetime],
) -> None:
    """Never who has no key, never whom she avoids, nobody twice, kept 96 hours at most."""
    her, there, now = drawn
    found = ask(her, now, desks=there)
    able = {id_ for id_, desk in there.items() if desk.public_key} - set(her.avoid)
    if found is None:
        return
    asked = [found.node, *found.ladder]
    assert set(asked) <= able
    assert len(set(asked)) == len(asked)
    opens = found.opens_at or now
    assert now <= opens <= now + timedelta(hours=92)
    assert opens + timedelta(hours=4) <= found.keep_until <= now + timedelta(hours=96)
    assert found.is_spoken == (
        her.language.split("-")[0] in there[found.node].languages and there[found.node].on_shift > 0
    )


@given(cases())
def test_p8_danger_only_shows_help_sooner(
    drawn: tuple[Case, dict[str, DeskNow], datetime],
) -> None:
    """Declaring danger never sends her to a desk that answers later."""
    her, there, now = drawn
    calm, danger = (ask(replace(her, danger=it), now, desks=there) for it in (False, True))
    assert (calm is None) == (danger is None)
    if calm and danger:
        assert (danger.opens_at or now) <= (calm.opens_at or now)


def test_p8_danger_asks_who_is_there_before_who_speaks_it() -> None:
    """At night, calm: the desk that usually speaks Arabic, tomorrow. In danger: who is there."""
    her, shift = case(language="ar"), desks(svsed="it")
    assert CERCHI == sent(her, NIGHT, desks=shift).node
    danger = sent(replace(her, danger=True), NIGHT, desks=shift)
    assert (SVSED, False) == (danger.node, danger.is_spoken)


def test_p7_nothing_is_kept_longer_than_96_hours() -> None:
    """What moves to a desk that stays shut over Sant'Ambrogio is kept no longer."""
    friday = datetime(2026, 12, 4, 18, tzinfo=ROME)
    assert friday + timedelta(hours=96) == BOOK.kept_until(CADMI, friday)


@given(cases())
def test_every_desk_is_explained(drawn: tuple[Case, dict[str, DeskNow], datetime]) -> None:
    """The explanation puts first what the route puts first, and says why not of the rest."""
    her, there, now = drawn
    told = explain(Question(her, there, BOOK, MILAN.directory, LOMBARDY, now))
    found = ask(her, now, desks=there)
    placed = [each.node for each in told if each.place]

    assert set(BOOK.desks) == {each.node for each in told}
    assert ([found.node, *found.ladder] if found else []) == placed
    for each in told:
        assert each.why
        for phrase in each.why:
            assert "{" not in Catalogues({}).say(phrase, "it")
