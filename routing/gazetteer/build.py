"""Makes the gazetteer that the project ships.

    python -m routing.gazetteer.build FOLDER

FOLDER holds the public data named in SOURCES.md. What no source gives (names in
other languages, nicknames, hospitals) is in by_hand.csv beside this file.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

from routing.distance import kilometres_between

HERE = Path(__file__).parent
TARGET = HERE / "places.tsv.gz"
BY_HAND = HERE / "by_hand.csv"

#: A quarter is answered with one municipio only when this much of it lies there.
SURE_SHARE = 0.9
#: Shares below this are stray addresses, not a part of a postcode.
STRAY_SHARE = 0.01
#: A town point farther than this from its comune's own point is a namesake's.
NAMESAKE_KM = 10.0
#: Stations that the data puts in one comune and everybody else in another.
DISPUTED_STATIONS = {"Cologno Sud": ("Cologno Monzese", "Vimodrone")}

Row = dict[str, str]
Line = tuple[str, ...]


def main() -> None:
    """Read the folder given on the command line and write the gazetteer."""
    match sys.argv[1:]:
        case [folder]:
            lines = build(Path(folder))
        case _:
            sys.exit("Usage: python -m routing.gazetteer.build FOLDER")
    text = "".join("\t".join(line) + "\n" for line in lines)
    # A fixed time: the same data always make the same file.
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    size = TARGET.stat().st_size // 1000
    sys.stdout.write(f"{TARGET.name}: {len(lines)} records, {size} kB\n")


def build(folder: Path) -> list[Line]:
    """All lines of the gazetteer."""
    comuni = _rows(folder / "comuni_italia.csv")
    codes = _codes_by_name(comuni)
    aliases = _aliases(_rows(folder / "milano_alias_luoghi.csv"), _shares(folder), codes)
    places = [
        *aliases,
        *_by_hand(_rows(BY_HAND), aliases, codes),
        *_streets(_rows(folder / "milano_vie_da_fermate.csv")),
    ]
    return [
        *_municipi(folder / "milano_municipi.geojson"),
        *(_comune(row) for row in comuni),
        *dict.fromkeys(places),
        *_milan_postcodes(folder),
        *_older_postcodes(codes),
    ]


def _rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _codes_by_name(comuni: list[Row]) -> dict[str, str]:
    """The area of each comune by its name; around Milan wins over a namesake."""
    codes: dict[str, str] = {}
    for row in sorted(comuni, key=lambda row: row["sigla"] == "MI"):
        codes[row["comune"]] = "C" + row["codice_istat"]
    return codes


def _comune(row: Row) -> Line:
    lat, lon = _town(row)
    others = row["comune_altra_lingua"].replace("/", "|")
    return (
        "comune",
        "C" + row["codice_istat"],
        row["comune"],
        others,
        row["sigla"],
        row["provincia"],
        row["regione"],
        row["cap"],
        f"{lat:.4f}",
        f"{lon:.4f}",
        _nearness(row),
    )


def _nearness(row: Row) -> str:
    if row["sigla"] == "MI":
        return "near"
    if row["regione"] == "Lombardia":
        return "region"
    is_city = row["comune"] in row["provincia"].replace("/", "-").split("-")
    return "city" if is_city or row["provincia"].startswith(row["comune"]) else "far"


def _town(row: Row) -> tuple[float, float]:
    inside = float(row["lat"]), float(row["lon"])
    if not row["lat_abitato"]:
        return inside
    town = float(row["lat_abitato"]), float(row["lon_abitato"])
    return town if kilometres_between(inside, town) <= NAMESAKE_KM else inside


def _municipi(file: Path) -> list[Line]:
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    facts = sorted((f["properties"] for f in features), key=lambda p: int(p["municipio"]))
    return [
        (
            "municipio",
            f"M{fact['municipio']}",
            f"Municipio {fact['municipio']}",
            f"{float(fact['lat']):.5f}",
            f"{float(fact['lon']):.5f}",
        )
        for fact in facts
    ]


def _shares(folder: Path) -> dict[str, list[tuple[str, float]]]:
    """Per quarter, the municipi it lies in and how much of it, largest first."""
    shares: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in _rows(folder / "milano_nil_municipi.csv"):
        shares[row["id_nil"]].append((f"M{row['municipio']}", float(row["quota_area"])))
    return {nil: sorted(parts, key=lambda part: -part[1]) for nil, parts in shares.items()}


def _aliases(
    rows: list[Row], shares: dict[str, list[tuple[str, float]]], codes: dict[str, str]
) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        kind = _kind(row["tipo"])
        if kind == "municipio":
            continue
        if row["alias"] in DISPUTED_STATIONS:
            areas = [codes[name] for name in DISPUTED_STATIONS[row["alias"]]]
        elif kind == "quarter":
            areas = _quarter(shares[row["id_nil"]])
        else:
            areas = [_point_area(row)]
        lines += [
            ("place", name, kind, " ".join(areas), "") for name in _station_names(row["alias"])
        ]
    return lines


def _kind(tipo: str) -> str:
    first = tipo.split(maxsplit=1)[0]
    return {
        "nil": "quarter",
        "parte_nil": "quarter",
        "metro": "metro",
        "ferrovia": "rail",
        "municipio": "municipio",
    }.get(first, "landmark")


def _quarter(parts: list[tuple[str, float]]) -> list[str]:
    if parts[0][1] >= SURE_SHARE:
        return [parts[0][0]]
    return [municipio for municipio, share in parts if share >= STRAY_SHARE]


def _point_area(row: Row) -> str:
    return f"M{row['municipio']}" if row["municipio"] else "C" + row["codice_istat"]


def _station_names(alias: str) -> list[str]:
    """A station with and without the words that only timetables write."""
    bare = alias
    for word in ("Stazione Milano ", "Stazione "):
        bare = bare.removeprefix(word)
    for word in (" FS", " FN"):
        bare = bare.removesuffix(word)
    return list(dict.fromkeys([alias, bare]))


def _by_hand(rows: list[Row], known: list[Line], codes: dict[str, str]) -> list[Line]:
    """Names given by people: of a comune, or of a place and the areas it may mean.

    "=" means what the data says the place means.
    """
    areas_of = _areas_by_name(known)
    lines: list[Line] = []
    for row in rows:
        areas = areas_of.get(row["place"], "") if row["means"] == "=" else _areas(row, codes)
        if not areas:
            sys.exit(f"{BY_HAND.name}: '{row['place']}' is not in the data.")
        names = [name.strip() for name in row["names"].split("|") if name.strip()]
        if row["kind"] != "comune":
            names.insert(0, row["place"])
        lines += [("place", name, row["kind"], areas, row["place"]) for name in names]
    return lines


def _areas_by_name(known: list[Line]) -> dict[str, str]:
    """What each name means in the data: every area of its quarters, then of its stops."""
    areas: dict[str, list[str]] = defaultdict(list)
    for kinds in (("quarter", "landmark"), ("metro",)):
        for _, name, kind, meant, _ in known:
            if kind in kinds:
                areas[name] += meant.split()
    return {name: " ".join(dict.fromkeys(meant)) for name, meant in areas.items()}


def _areas(row: Row, codes: dict[str, str]) -> str:
    meant = [m.strip() for m in row["means"].split(";")]
    unknown = [m for m in meant if m not in codes and not _is_municipio(m)]
    if unknown:
        sys.exit(f"{BY_HAND.name}: '{row['place']}' means {unknown}, which is no area.")
    return " ".join(m if _is_municipio(m) else codes[m] for m in meant)


def _is_municipio(text: str) -> bool:
    return text[:1] == "M" and text[1:] in set("123456789")


def _streets(rows: list[Row]) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        stops = [part.split(":") for part in row["municipi"].split()]
        stops.sort(key=lambda part: -int(part[1]))
        areas = " ".join(f"M{municipio}" for municipio, _ in stops)
        lines.append(("place", row["via"], "street", areas, ""))
    return lines


def _milan_postcodes(folder: Path) -> list[Line]:
    """The postcodes of Milan; with more than one municipio where she has to choose."""
    quarters = _postcode_quarters(folder)
    lines: list[Line] = []
    for row in _rows(folder / "milano_cap_municipi.csv"):
        parts = [part.split(":") for part in row["quote_stimate"].split()]
        kept = [number for number, share in parts if float(share) >= STRAY_SHARE]
        if row["univoco"] == "si":
            kept = kept[:1]
        areas = [f"M{number}={', '.join(quarters[row['cap'], number][:3])}" for number in kept]
        lines.append(("postcode", row["cap"], *areas))
    return lines


def _postcode_quarters(folder: Path) -> dict[tuple[str, str], list[str]]:
    """By postcode and municipio, names of quarters that tell that municipio from the others."""
    main: dict[str, str] = {}
    rows = _rows(folder / "milano_nil_municipi.csv")
    for row in sorted(rows, key=lambda row: float(row["quota_area"])):
        main[row["id_nil"]] = row["municipio"]
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = _rows(folder / "milano_cap_nil.csv")
    for row in sorted(rows, key=lambda row: -int(row["civici"])):
        found[row["cap"], main[row["id_nil"]]].append(row["nil_nome"].split(" - ")[0])
    return found


def _older_postcodes(codes: dict[str, str]) -> list[Line]:
    """Postcodes that stood for dozens of comuni around Milan, and are still typed."""
    older = {row["code"]: row["means"] for row in _rows(HERE / "older_postcodes.csv")}
    return [
        ("postcode", code, *(codes[name.strip()] + "=" for name in names.split(";")))
        for code, names in older.items()
    ]


if __name__ == "__main__":
    main()
