"""The staff's schematic map."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from locales.phrase import Phrase
from routing.areas import AreaCode
from routing.network.loading import load_network
from routing.network.map import network_map

ISLANDS = load_network(Path(__file__).parent / "networks" / "isole")[0].directory
AREAS = {
    AreaCode("C900001"): (37.70, -25.70),
    AreaCode("C900002"): (37.78, -25.60),
    AreaCode("C900003"): (37.82, -25.48),
    AreaCode("C900009"): (39.40, -25.48),
}
SVG = "{http://www.w3.org/2000/svg}"


class Sea:
    """The made-up islands."""

    def point(self, area: AreaCode) -> tuple[float, float] | None:
        """Where the area lies."""
        return AREAS.get(area)

    def name(self, area: AreaCode) -> str:
        """What the area is called, with a sign that must be escaped."""
        return f"<{area}>"


def drawn(*, show_unconfirmed: bool) -> ET.Element:
    return ET.fromstring(
        network_map(
            ISLANDS,
            Sea(),
            AREAS,
            now=datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("Atlantic/Azores")),
            show_unconfirmed=show_unconfirmed,
            say=lambda phrase: Phrase(phrase.text).text,
        )
    )


def test_each_area_is_led_to_its_door() -> None:
    """A line for each area that has one; the far islet says that it has none."""
    svg = drawn(show_unconfirmed=True)
    assert 3 == len(svg.findall(f"{SVG}line"))
    titles = [title.text or "" for title in svg.iter(f"{SVG}title")]
    assert any(title == "<C900003> → Hospital da Ilha" for title in titles)
    assert any(title.startswith("<C900009> → ") and "1522" in title for title in titles)


def test_p9_the_map_shows_neither_hospitality_nor_addresses() -> None:
    """Only doors, by name."""
    text = ET.tostring(drawn(show_unconfirmed=True), encoding="unicode")
    assert "Casa do Porto" in text
    for hidden in ("Abrigo", "Rua do Porto", "Largo 3"):
        assert hidden not in text


def test_nothing_on_it_comes_from_elsewhere() -> None:
    """No link, no image, no script: it can be opened anywhere and tells nobody."""
    svg = drawn(show_unconfirmed=False)
    assert not [e for e in svg.iter() if e.tag.removeprefix(SVG) in {"image", "script", "use", "a"}]
    assert not [value for e in svg.iter() for value in e.attrib.values() if "http" in value]
