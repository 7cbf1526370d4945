"""What can be wrong with a place, a node or a contact."""

from __future__ import annotations


class RoutingError(Exception):
    """Who answers cannot be told from what was given."""


class UnknownAreaError(RoutingError):
    """A number or a code stands for no municipio and no comune."""

    def __init__(self) -> None:
        # Without the value: an area comes out of a visitor's position.
        super().__init__(
            "This is no area: a municipio is 1 to 9, a comune its six-digit ISTAT code."
        )


class GazetteerError(RoutingError):
    """The gazetteer shipped with the project cannot be read."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} is not a gazetteer. Make it again: python -m routing.gazetteer.build FOLDER."
        )


class HoursError(RoutingError):
    """Opening hours are not written in OpenStreetMap syntax."""

    def __init__(self, expression: str) -> None:
        super().__init__(
            f"'{expression}' are no opening hours. Write them as in 'Mo-Fr 09:00-18:00; PH off'."
        )
        self.expression = expression


class NaiveMomentError(RoutingError):
    """A moment was given without its time zone."""

    def __init__(self) -> None:
        super().__init__("A moment needs its time zone to be looked up on a clock.")


class NetworkError(RoutingError):
    """The folder of a network cannot be used."""

    def __init__(self, first: str, count: int) -> None:
        more = f" ({count - 1} more)" if count > 1 else ""
        super().__init__(f"{first}{more}")


class HoursNotUnderstoodError(RoutingError):
    """Hours written in Italian are not a schedule we can read."""

    def __init__(self, written: str) -> None:
        super().__init__(f"'{written}' is not a schedule we can read.")
        self.written = written
