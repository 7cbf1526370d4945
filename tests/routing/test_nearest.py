"""The doors a woman is shown first, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.phrase import Phrase
from routing import gazetteer
from routing.areas import MILANO, AreaCode
from routing.directory import Contact, Directory, NodeKind, Service
from routing.doors import FAR_FROM_KM
from routing.nearest import Near, Wish, nearest, one
from routing.network.loading import load_network, shipped_network

ROME = ZoneInfo("Europe/Rome")
TUESDAY = datetime(2026, 11, 24, 11, tzinfo=ROME)
NIGHT = datetime(2026, 11, 25, 3, tzinfo=ROME)
MILAN = shipped_network().directory
ISLANDS = load_network(Path(__file__).parent / "networks" / "isole")[0].directory
RHO, BERGAMO, SAN_DONATO, ROME_CITY, SETTIMO, PADERNO = map(
    AreaCode, ("C015182", "C016024", "C015192", "C058091", "C015211", "C015166")
)


class FakePoints:
    """Areas that lie where the test says."""

    def __init__(self, points: dict[str, tuple[float, float]]) -> None:
        self._points = points

    def point(self, area: AreaCode) -> tuple[float, float] | None:
        """Where the test put it."""
        return self._points.get(area)


LOMBARDY = FakePoints(
    {
        record.area: record.point
        for record in gazetteer.read()
        if isinstance(record, gazetteer.Municipio | gazetteer.Comune)
    }
)
SEA = FakePoints(
    {"C900001": (37.74, -25.66), "C900002": (37.75, -25.60), "C900003": (37.80, -25.50)}
)


def ask(
    area: AreaCode | None,
    wish: Wish = Wish.ANY,
    now: datetime = TUESDAY,
    *,
    far: bool = False,
    confirmed_only: bool = False,
    limit: int = 3,
) -> tuple[Near, ...]:
    return nearest(
        MILAN,
        LOMBARDY,
        area,
        wish=wish,
        far=far,
        now=now,
        show_unconfirmed=not confirmed_only,
        limit=limit,
    )


def ids(found: tuple[Near, ...]) -> list[str]:
    return [near.node.id for near in found]


def said(phrase: Phrase) -> str:
    inner = {k: said(v) if isinstance(v, Phrase) else v for k, v in phrase.values.items()}
    return phrase.text.format(**inner)


def told(near: Near) -> str:
    return " | ".join([*map(said, near.reasons), said(near.status)])


def test_the_nearest_is_named_first_with_its_reason() -> None:
    """In her municipio, in her comune, at so many kilometres: never in minutes."""
    assert ids(ask(AreaCode("M9")))[0] == "telefono-donna"
    assert "Nel tuo municipio" in told(ask(AreaCode("M9"))[0])
    assert ids(ask(BERGAMO))[:2] == ["cav-014", "cav-013"]
    assert "Nel tuo comune" in told(ask(BERGAMO)[0])
    assert "A circa 4 km in linea d'aria" in told(ask(BERGAMO)[1])
    assert "minut" not in told(ask(BERGAMO)[1])


def test_milan_as_a_whole_counts_as_her_comune() -> None:
    """Who only knows "Milano" is not told that Milan is two kilometres off."""
    assert all("Nel tuo comune" in told(near) for near in ask(MILANO))


def test_after_sexual_violence_the_hospital_comes_first() -> None:
    """With the number of that service in front, also from another comune and at night."""
    for area in (AreaCode("M9"), RHO, None):
        for now in (TUESDAY, NIGHT):
            first = ask(area, Wish.SEXUAL_VIOLENCE, now)[0]
            assert "svsed-mangiagalli" == first.node.id
            assert "+390255032489" == first.contacts[0].value
            assert "In ospedale, per chi ha subito violenza sessuale" in told(first)


def test_a_service_too_far_away_does_not_hide_the_near_ones() -> None:
    """From Bergamo a hospital in Milan is not the first thing to be named."""
    assert ids(ask(BERGAMO, Wish.SEXUAL_VIOLENCE))[0] == "cav-014"


def test_a_line_that_answers_at_night_comes_first() -> None:
    """At three in the morning a closed door says less than a line with a person."""
    first = ask(AreaCode("M5"), now=NIGHT)[0]
    assert first.node.id == "svsed-mangiagalli"
    assert said(first.status).startswith("Al telefono risponde giorno e notte")
    assert first.contacts[0].kind == "line24"


def test_far_from_where_she_lives() -> None:
    """Nothing in her own area or near it, and the reason says so."""
    for area in (AreaCode("M5"), RHO):
        for near in ask(area, far=True):
            assert near.node.area != area
            assert near.kilometres is not None
            assert near.kilometres >= FAR_FROM_KM
            assert "Lontano da dove vivi" in told(near)


def test_the_network_of_her_comune_is_a_hint() -> None:
    """From Settimo the door of its own network goes before one a kilometre nearer, and says so."""
    first = ask(SETTIMO)[0]
    assert first.node.id == "cav-087"
    assert "Lavora insieme al tuo comune" in told(first)
    without = tuple(replace(node, serves=()) for node in MILAN.nodes)
    bare = nearest(
        replace(MILAN, nodes=without), LOMBARDY, SETTIMO, now=TUESDAY, show_unconfirmed=True
    )
    assert bare[0].node.id == "casd-san-carlo"


def test_a_door_in_her_own_comune_is_not_lost_to_a_hint() -> None:
    """Paderno Dugnano has its own desk, although old newspapers put it in another network."""
    assert ids(ask(PADERNO))[0] == "cav-075"


def test_too_far_is_no_help() -> None:
    """From Rome a centre in Mantova is not named: the caller has 1522."""
    assert ask(ROME_CITY) == ()
    assert MILAN.line("1522") is not None


def test_cd3_only_confirmed_contacts_in_service_mode() -> None:
    """Today nobody has confirmed anything: nothing is shown, and 112 and 1522 still are."""
    assert ask(AreaCode("M1"), confirmed_only=True) == ()
    assert ["1522", "112"] == [line.id for line in MILAN.lines]


def test_cd3_unconfirmed_contacts_are_marked_in_demo_mode() -> None:
    """What demo mode shows says of itself that nobody has confirmed it."""
    assert all(near.unconfirmed for near in ask(AreaCode("M1")))


def on_the_islands(now: date, *, confirmed_only: bool = True) -> tuple[Near, ...]:
    return nearest(
        ISLANDS,
        SEA,
        AreaCode("C900001"),
        now=datetime(now.year, now.month, now.day, 12, tzinfo=ZoneInfo("Atlantic/Azores")),
        show_unconfirmed=not confirmed_only,
    )


def test_p10_expired_contacts_disappear_in_service_mode() -> None:
    """The last day counts; the day after, the door is gone."""
    assert ids(on_the_islands(date(2027, 1, 10))) == ["farol", "porto"]
    assert ids(on_the_islands(date(2027, 1, 11))) == ["porto"]
    assert ids(on_the_islands(date(2027, 2, 23))) == []


def test_p10_a_contradicted_number_is_not_confirmed() -> None:
    """A conflict keeps a contact out even when somebody signed for it."""
    contact = ISLANDS.nodes[0].contacts[0]
    assert contact.is_confirmed(date(2026, 12, 1))
    assert not replace(contact, conflict="another number").is_confirmed(date(2026, 12, 1))
    assert not replace(contact, confirmed_by=None).is_confirmed(date(2026, 12, 1))


def test_p9_hospitality_is_never_a_door() -> None:
    """Neither the nearest, nor by its number in an old button, confirmed or not."""
    host = next(node for node in ISLANDS.nodes if node.kind is NodeKind.HOSPITALITY)
    assert "abrigo" == host.id
    for confirmed_only in (True, False):
        shown = on_the_islands(date(2026, 12, 1), confirmed_only=confirmed_only)
        assert "abrigo" not in ids(shown)
        now = datetime(2026, 12, 1, 12, tzinfo=ROME)
        assert one(ISLANDS, SEA, host, now=now, show_unconfirmed=not confirmed_only) is None


def test_p9_a_centre_that_gives_only_its_number_has_no_address() -> None:
    """San Donato: the telephone, and nothing that leads to its door."""
    near = next(near for near in ask(SAN_DONATO) if near.node.id == "cav-010")
    assert near.address is None
    assert near.node.point is None
    assert "+390236527138" == near.contacts[0].value


def test_cd2_no_administrative_mailbox_is_shown() -> None:
    """What is on record for the staff never reaches her."""
    for node in MILAN.nodes:
        near = one(MILAN, LOMBARDY, node, now=TUESDAY, show_unconfirmed=True)
        for contact in near.contacts if near else ():
            assert not contact.staff_only
            assert "amministrazione" not in contact.value


def test_one_door_listed_twice_is_shown_once() -> None:
    """Crema has a centre and a desk in the same rooms with the same numbers."""
    assert (
        ids(ask(AreaCode("C019035"))).count("cav-016")
        + ids(ask(AreaCode("C019035"))).count("cav-017")
        == 1
    )


def test_without_a_place_the_network_itself_is_named() -> None:
    """Who does not say where she is still gets doors, and is told that all may call."""
    found = ask(None)
    assert 3 == len(found)
    assert all(near.kilometres is None for near in found)
    assert all("Ogni donna può chiamare qui" in told(near) for near in found)


@given(
    st.sampled_from([*(f"M{n}" for n in range(1, 10)), "C015182", "C015146", "C016024", None]),
    st.sampled_from(Wish),
    st.booleans(),
    st.integers(0, 366 * 24),
    st.integers(1, 6),
)
def test_whatever_is_asked_the_answer_holds(
    area: AreaCode | None,
    wish: Wish,
    far: bool,  # noqa: FBT001
    hours: int,
    limit: int,
) -> None:
    """Distinct doors, never more than asked, each with a reason and a telephone in front."""
    now = datetime.fromtimestamp(1_767_225_600 + hours * 3600, tz=ROME)
    found = nearest(
        MILAN, LOMBARDY, area, wish=wish, far=far, now=now, show_unconfirmed=True, limit=limit
    )
    assert len(found) <= limit
    assert len(set(ids(found))) == len(found)
    for near in found:
        assert near.reasons
        assert near.node.kind is not NodeKind.HOSPITALITY
        assert near.contacts[0].value.lstrip("+").isdigit()


@pytest.mark.parametrize("limit", [1, 3])
def test_leaving_far_doors_out_early_changes_nothing(limit: int) -> None:
    """The short cut that skips most doors gives the same first ones as all of them would."""
    for area in map(AreaCode, ("M1", "M5", "M9", "C015182", "C015118", "C016024", "C108033")):
        for now in (TUESDAY, NIGHT):
            whole = ask(area, now=now, limit=len(MILAN.nodes))
            assert ids(ask(area, now=now, limit=limit)) == ids(whole)[:limit]


def test_a_number_that_answers_for_one_service_is_not_first_for_another() -> None:
    """The line of one service comes first only for who asks for it."""
    hospital = ISLANDS.by_id("hospital")
    assert hospital is not None
    shown = nearest(
        Directory(nodes=(hospital,)),
        SEA,
        AreaCode("C900003"),
        wish=Wish.SEXUAL_VIOLENCE,
        now=TUESDAY,
        show_unconfirmed=True,
    )
    assert "+351910000003" == _first(shown).value
    plain = one(ISLANDS, SEA, hospital, now=TUESDAY, show_unconfirmed=True)
    assert plain is not None
    assert "+351296000003" == plain.contacts[0].value


def _first(found: tuple[Near, ...]) -> Contact:
    return found[0].contacts[0]


def test_the_nearest_door_is_always_named() -> None:
    """On a Sunday others answer; the closed centre of her municipio is still there."""
    sunday = datetime(2026, 11, 22, 15, tzinfo=ROME)
    found = nearest(MILAN, LOMBARDY, AreaCode("M3"), now=sunday, show_unconfirmed=True)

    assert "M3" in [near.node.area for near in found]
    assert "M3" != found[0].node.area


def test_a_wish_without_a_place_names_only_who_does_it() -> None:
    """After an assault, without a place: the hospital service, and no centre that only listens."""
    found = nearest(
        MILAN, LOMBARDY, None, wish=Wish.SEXUAL_VIOLENCE, now=NIGHT, show_unconfirmed=True
    )

    assert found
    assert all(Service.SEXUAL_VIOLENCE in near.node.services for near in found)
