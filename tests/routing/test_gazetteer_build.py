"""How the gazetteer is made from public data, on a folder of a few rows."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from routing.gazetteer import build, read

if TYPE_CHECKING:
    from pathlib import Path

COMUNE = {
    "comune_altra_lingua": "",
    "provincia": "Milano",
    "regione": "Lombardia",
    "cap": "20094",
    "lat": "45.43",
    "lon": "9.10",
    "lat_abitato": "",
    "lon_abitato": "",
}


def write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, sorted({key for row in rows for key in row}))
        writer.writeheader()
        writer.writerows(rows)


def comune(code: str, name: str, **others: str) -> dict[str, str]:
    return {**COMUNE, "codice_istat": code, "comune": name, "sigla": "MI", **others}


def test_town_far_from_its_comune_is_a_namesake() -> None:
    """A town point more than ten kilometres off is not believed."""
    near = comune("015093", "Corsico", lat_abitato="45.44", lon_abitato="9.11")
    far = comune("015093", "Corsico", lat_abitato="44.00", lon_abitato="9.11")

    assert ("45.4400", "9.1100") == build._comune(near)[8:10]
    assert ("45.4300", "9.1000") == build._comune(far)[8:10]


def test_quarter_between_two_municipi_keeps_both() -> None:
    """Below nine tenths a quarter is no answer; a hundredth of it is no part."""
    assert ["M5", "M4"] == build._quarter([("M5", 0.5), ("M4", 0.49), ("M1", 0.001)])
    assert ["M7"] == build._quarter([("M7", 0.98), ("M6", 0.02)])


def test_shared_postcode_names_its_quarters(tmp_path: Path) -> None:
    """Each municipio of a shared postcode is told apart by the quarters that lie in it."""
    write(
        tmp_path / "milano_cap_municipi.csv",
        [{"cap": "20127", "quote_stimate": "2:0.8 3:0.2", "univoco": "no"}],
    )
    write(
        tmp_path / "milano_nil_municipi.csv",
        [
            {"id_nil": "16", "municipio": "2", "quota_area": "1.0"},
            {"id_nil": "21", "municipio": "3", "quota_area": "1.0"},
        ],
    )
    write(
        tmp_path / "milano_cap_nil.csv",
        [
            {"cap": "20127", "id_nil": "16", "nil_nome": "Gorla - Precotto", "civici": "80"},
            {"cap": "20127", "id_nil": "21", "nil_nome": "Buenos Aires", "civici": "20"},
        ],
    )

    assert [("postcode", "20127", "M2=Gorla", "M3=Buenos Aires")] == build._milan_postcodes(
        tmp_path
    )


def test_municipi_come_from_their_polygons_file(tmp_path: Path) -> None:
    """Of the polygons only names and points are taken."""
    file = tmp_path / "milano_municipi.geojson"
    properties = {"municipio": 3, "lat": 45.48, "lon": 9.22}
    file.write_text(json.dumps({"features": [{"properties": properties, "geometry": {}}]}))

    assert [("municipio", "M3", "Municipio 3", "45.48000", "9.22000")] == build._municipi(file)


def test_name_by_hand_for_no_area_stops_the_build() -> None:
    """A name that means no area is said, not shipped."""
    row = {"place": "Atlantide", "kind": "landmark", "means": "Atlantide", "names": ""}

    with pytest.raises(SystemExit, match="Atlantide"):
        build._by_hand([row], [], {"Milano": "C015146"})


def test_shipped_file_holds_no_address_and_no_shape() -> None:
    """The project ships names, codes and points: every record is one of four small kinds."""
    assert {"Comune", "Municipio", "Place", "Postcode"} == {type(r).__name__ for r in read()}
