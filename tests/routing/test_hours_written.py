"""Hours as offices write them: read right, or refused."""

from __future__ import annotations

import pytest

from routing.errors import HoursNotUnderstoodError
from routing.register.hours_written import osm_hours, promises_day_and_night


@pytest.mark.parametrize(
    ("osm", "written"),
    [
        (
            "Tu 14:00-17:00; Fr 09:00-12:00",
            "martedì dalle 14.00 alle 17.00, venerdì dalle 9.00 12.00",
        ),
        ("Mo-Fr 10:00-17:00", "da lunedì a venerdì dalle 10:00 alle 17:00"),
        ("Mo-Th 10:00-18:00; Fr 10:00-16:00", "lun-gio 10:00-18:00; ven 10:00-16:00"),
        (
            "Mo,We-Sa 09:00-12:00; Tu 09:00-12:00,15:00-18:00",
            "Dal lunedì al sabato dalle 9:00 alle 12:00; il martedì anche dalle 15:00 alle 18:00",
        ),
        ("Mo 15:00-18:00; Th 09:00-12:00", "Lunedì: 15:00-18:00 | Giovedì: 9:00-12:00"),
        ("Th[2,4] 10:00-13:00", "Il 2° e il 4° Giovedì del mese 10:00-13:00"),
        ("Tu 15:00-18:00", "Martedì dalle 15:00 alle ore 18:00."),
        (
            "Mo-We,Fr 16:00-19:00; Th 15:30-19:00",
            "Dal lunedì al venerdì 16:00-19:00 - giovedì 15:30-19:00.",
        ),
        ("Th 09:00-12:00", "giovedi 9:00-12:00"),
        ("Mo-Su 08:00-20:00", "tutti i giorni 8-20"),
    ],
)
def test_hours_are_read(osm: str, written: str) -> None:
    """Ranges, lists, "anche", ordinals, dots for colons; and closed on holidays."""
    assert f"{osm}; PH off" == osm_hours(written)


def test_a_line_is_not_a_door() -> None:
    """The hours of a telephone never become those of the office."""
    written = (
        "Dal lunedì al venerdì 9:00-12:30. Attivo il numero 338 960 4533 dalle 8:00 alle 20:00"
        " tutti i giorni, festivi compresi. La segreteria telefonica è attiva 24 ore su 24"
    )
    assert osm_hours(written) == "Mo-Fr 09:00-12:30; PH off"


def test_appointments_are_added_and_not_open() -> None:
    """What is by appointment is neither open nor forgotten."""
    assert osm_hours("Apertura previo appuntamento") == '24/7 unknown "su appuntamento"'
    both = osm_hours("Lunedì 10-13; martedì anche su appuntamento dalle 17:00 alle 19.30")
    assert both == 'Mo 10:00-13:00; Tu 17:00-19:30 unknown "su appuntamento"; PH off'


@pytest.mark.parametrize(
    "written",
    [
        "",
        "dalle 9:00 alle 12:00",
        "lunedì mattina",
        "Lunedì 18-9",
        "Lunedì 9-25",
        "quando possiamo",
    ],
)
def test_what_is_not_understood_is_refused(written: str) -> None:
    """Without days, backwards, past midnight, in words: nothing is guessed."""
    with pytest.raises(HoursNotUnderstoodError):
        osm_hours(written)


@pytest.mark.parametrize(
    ("promised", "written"),
    [
        (True, "Lunedì 9-12. Reperibilità telefonica, 24 ore su 24, al 342 7526407."),
        (True, "Attivo 24 ore su 24 tutti i giorni"),
        (False, "Lunedì 9-12. Segreteria telefonica attiva 24 ore su 24"),
        (False, "una segreteria: sarai ricontattata nell’arco delle 24 ore successive"),
        (False, "Dal lunedì al venerdì 9-12"),
    ],
)
def test_a_machine_is_not_a_person(written: str, *, promised: bool) -> None:
    """Only a person who answers makes a 24-hour line."""
    assert promised == promises_day_and_night(written)
