"""The library that ships passes its own checks (P11)."""

from __future__ import annotations

from small_library import TODAY

from flows.checks import check
from flows.reader import read_library, shipped_library
from locales.catalogues import Catalogues, shipped_catalogues


def test_p11_shipped_library_has_no_issue() -> None:
    """In Italian and in every language that has a catalogue, nothing is wrong."""
    library, problems = read_library(shipped_library())
    catalogues = Catalogues(shipped_catalogues())

    assert [] == problems
    assert library is not None
    issues = check(library, catalogues, TODAY, catalogues.languages)
    assert [] == [str(issue) for issue in issues]
