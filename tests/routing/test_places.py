"""What she typed, and where it says she is."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.areas import MILANO, AreaCode, area_number
from routing.errors import UnknownAreaError
from routing.places.finding import MOST_CHOICES, Found, Gazetteer

GAZETTEER = Gazetteer.load()
COMUNI_OF_ITALY = 7896


def found(typed: str) -> Found:
    return GAZETTEER.find(typed)


def sure(typed: str) -> str | None:
    answer = found(typed).sure
    return answer.area if answer else None


def choices(typed: str) -> list[str]:
    assert sure(typed) is None
    return [choice.area for choice in found(typed).choices]


def labels(typed: str) -> list[str]:
    return [c.label.text.format(**c.label.values) for c in found(typed).choices]


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("Corsico", "C015093"),
        ("LAMBRATE", "M3"),
        ("sono a lambrate", "M3"),
        ("Milano Lambrate", "M3"),
        ("abito a Cinisello", "C015077"),
        ("P.ta Garibaldi", "M9"),
        ("S.Giuliano Milanese", "C015195"),
        ("cassano dadda", "C015059"),
        ("Cernusco s/N", "C015070"),
        ("metro Sondrio", "M2"),
        ("Lodi (LO)", "C098031"),
        ("Livo Como", "C013130"),
        ("ospedale Niguarda", "M9"),
        ("Milano 2", "C015205"),
        ("Biegrass", "C015002"),
    ],
)
def test_one_place_is_one_answer(typed: str, area: str) -> None:
    """A name that can mean one area only is answered without a question."""
    assert area == sure(typed)


@pytest.mark.parametrize(
    "typed", ["Milan", "Mailand", "Милан", "Мілан", "ميلانو", "米兰", "ミラノ", "মিলান", "මිලානෝ"]
)
def test_milan_in_her_own_letters(typed: str) -> None:
    """The city is known by its name in other languages and scripts."""
    assert MILANO == sure(typed)


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("я живу в Ламбрате", "M3"),
        ("Вимодроне", "C015242"),
        ("أسكن في كورسيكو", "C015093"),
        ("我住在切尔努斯科", "C015070"),
        ("район 4", "M4"),
        ("第3区", "M3"),
        ("٢٠١٥٨", "M9"),
    ],
)
def test_p12_other_scripts_are_read(typed: str, area: str) -> None:
    """P12: a place written by ear in another alphabet is found as in ours."""
    assert area == sure(typed)


@pytest.mark.parametrize(
    ("typed", "areas"),
    [
        ("Abbiategrasso", ["C015002", "M5"]),
        ("San Donato", ["C015192", "M4"]),
        ("Sondrio", ["M2", "C014061"]),
        ("Porta Romana", ["M5", "M4"]),
        ("Sesto", ["C015209", "C021092"]),
        ("San Paolo", ["M6", "C017138"]),
        ("San Lorenzo", ["M1", "C080073"]),
    ],
)
def test_homonyms_are_asked_about(typed: str, areas: list[str]) -> None:
    """A name of several areas is a question, the likeliest first."""
    assert areas == choices(typed)


def test_choices_are_told_apart_in_words() -> None:
    """Two places of one name differ in what she reads."""
    assert ["Abbiategrasso, comune", "metro Abbiategrasso, Milano, Municipio 5"] == labels(
        "Abbiategrasso"
    )
    assert ["via Corsico, Milano, Municipio 6"] == labels("via Corsico")


@pytest.mark.parametrize(
    ("typed", "area"), [("20158", "M9"), ("CAP 20 137", "M4"), ("20094", "C015093")]
)
def test_postcode_of_one_area_is_sure(typed: str, area: str) -> None:
    """A postcode that lies in one area answers at once, however it is spaced."""
    assert area == sure(typed)


def test_shared_postcode_is_asked_about() -> None:
    """A postcode over several municipi or comuni offers them, at most five."""
    assert ["M4", "M5", "M1"] == choices("20135")
    assert ["C015036", "C015074", "C015220"] == choices("20090")[:3]


def test_postcode_and_quarter_together() -> None:
    """The name decides between the parts of a postcode; a contradiction is asked about."""
    assert sure("20146 Lorenteggio") == "M6"
    assert "C015093" in choices("20146 Corsico")


@pytest.mark.parametrize("typed", ["municipio 3", "zona 3", "Municipio III", "terzo municipio"])
def test_municipio_by_its_number(typed: str) -> None:
    """A municipio is known by its number, also by the old word for it."""
    assert "M3" == sure(typed)


@pytest.mark.parametrize("typed", ["zona Quarto Oggiaro", "municipio 12", "zona 0"])
def test_number_words_do_not_mislead(typed: str) -> None:
    """A neighbourhood that begins like a number, or a number too high, is no municipio."""
    assert sure(typed) in {None, "M8"}
    assert not any(label.startswith("Municipio") for label in labels(typed))


@pytest.mark.parametrize(
    "typed", ["", "   ", "112", "1522", "ciao", "aiuto", "مساعدة", "你好", "привет", "????", "😀"]
)
def test_no_place_is_unknown(typed: str) -> None:
    """Numbers with another meaning and words of every day are no places."""
    assert Found() == found(typed)


@pytest.mark.parametrize("typed", ["lontano da Lambrate", "non sono a Corsico", "far from Segrate"])
def test_where_she_is_not_is_never_sure(typed: str) -> None:
    """A place she names to be away from it is never taken as hers."""
    assert sure(typed) is None


@pytest.mark.parametrize(
    "typed", ["via Monza", "via Ripamonti 120", "corso Lodi", "via Roma, Corsico"]
)
def test_street_is_only_a_hint(typed: str) -> None:
    """A street is offered, never answered: streets of one name are everywhere."""
    assert choices(typed)


@pytest.mark.parametrize("typed", ["ora", "re", "lei"])
def test_everyday_word_is_no_comune(typed: str) -> None:
    """A comune called like a word of every day is asked about, if anything."""
    assert sure(typed) is None


def test_two_places_are_both_offered() -> None:
    """Of two places in one sentence neither is chosen for her."""
    assert {"C015209", "M3"} <= set(choices("abito a Sesto ma lavoro a Lambrate"))


@pytest.mark.parametrize(
    ("typed", "area"),
    [("Lambrte", "M3"), ("quarto ogiaro", "M8"), ("sesto san jovanni", "C015209")],
)
def test_mistakes_are_forgiven(typed: str, area: str) -> None:
    """One or two wrong letters do not hide a long name."""
    assert area == sure(typed)


def test_mistyped_homonym_is_still_asked() -> None:
    """A mistake in the name of two places does not choose one of them."""
    assert {"M7", "C013248"} <= set(choices("san sirro"))


@given(st.text(max_size=400))
def test_any_text_is_safe(typed: str) -> None:
    """Whatever is typed gives one known area, up to five, or none."""
    answer = found(typed)

    named = [answer.sure] if answer.sure else list(answer.choices)
    assert len(named) <= MOST_CHOICES
    assert len({candidate.area for candidate in named}) == len(named)
    assert all(area_number(candidate.area) for candidate in named)
    assert answer.sure is None or not answer.choices


@given(st.text(alphabet="abcdilmnorst 20158'.", max_size=5000))
def test_p2_answer_never_repeats_what_was_typed(typed: str) -> None:
    """P2: labels are made of names we ship, so that nothing typed can end in a screen or a log."""
    for candidate in found(typed).choices:
        assert {"name", "place", "number", "province", "quarters"} >= set(candidate.label.values)
    assert {"sure", "choices", "share"} == {field.name for field in fields(Found)}


def test_every_area_has_name_and_point() -> None:
    """The nine municipi and all comuni of Italy are known, each with a point in Italy."""
    areas = list(GAZETTEER.areas())

    assert 9 + COMUNI_OF_ITALY == len(areas)
    for area in areas:
        assert GAZETTEER.name(area)
        point = GAZETTEER.point(area)
        assert point is not None
        assert 35 < point[0] < 48
        assert 6 < point[1] < 19


def test_unknown_area_has_no_name() -> None:
    """A well-written code that stands for nothing is refused, and has no point."""
    with pytest.raises(UnknownAreaError):
        GAZETTEER.name(AreaCode("C999999"))
    assert GAZETTEER.point(AreaCode("C999999")) is None


def test_every_comune_is_found_by_its_name() -> None:
    """Each comune is the answer to its own name, or among the choices where names are shared."""
    missed = [
        area
        for area in GAZETTEER.areas()
        if area not in {sure(GAZETTEER.name(area)), *_choices(GAZETTEER.name(area))}
    ]

    assert [] == missed


def _choices(typed: str) -> set[str]:
    return {choice.area for choice in found(typed).choices}
