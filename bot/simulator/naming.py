"""What pressing a button is: the same in every language, revision and order of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flows.turn import Press
from locales.languages import NUMBERS
from routing.areas import area_of
from routing.errors import RoutingError

if TYPE_CHECKING:
    from flows.definition import Library
    from flows.turn import Position, Pressed
    from routing.directory import Directory

_CONTROLS: Final = {
    Press.LANGUAGES: "@language",
    Press.HOME: "@home",
    Press.DANGER: "@danger",
    Press.EXIT: "@exit",
    Press.AVOID: "@another",
}
_TAGS: Final = {number: tag for tag, number in NUMBERS.items()}


def name_of(library: Library, directory: Directory, position: Position, pressed: Pressed) -> str:
    """Its step and what it is there: `near.where:work`, `near.centres:@centre=cadmi`."""
    return f"{position.step}:{_what(library, directory, position, pressed)}"


def _what(library: Library, directory: Directory, position: Position, pressed: Pressed) -> str:
    choice, argument = pressed.choice, pressed.argument
    if choice == Press.SPEAK:
        return f"@language={_TAGS.get(argument, argument)}"
    if choice == Press.PLACE:
        return f"@place={_area(argument)}"
    if choice == Press.NODE:
        node = directory.by_number(argument)
        return f"@centre={node.id if node else argument}"
    if choice in _CONTROLS:
        return _CONTROLS[Press(choice)]
    choices = library.steps[position.step].choices
    return choices[choice].id if choice < len(choices) else ""


def _area(number: int) -> str:
    try:
        return area_of(number)
    except RoutingError:
        return str(number)
