"""What a test asks of a browser's window, whichever engine draws it."""

from __future__ import annotations

import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PATIENCE = 15.0
_GLANCE = 0.03
#: The names WebDriver and BiDi give to keys that write nothing.
ENTER, SHIFT = "\ue007", "\ue008"


class MissingError(Exception):
    """An engine, or what it needs, is not on this machine."""

    def __init__(self, what: str, package: str) -> None:
        super().__init__(f"{what} is not here; Debian's package {package} brings it.")


class RefusedError(Exception):
    """A browser would not do something: there is no page there, or it went while it was asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The browser answered: {reason}")


class Window(Protocol):
    """One window of a browser with a profile of its own."""

    def open(self, address: str) -> None:
        """Type an address."""

    def run(self, function: str) -> Any:
        """Call a JavaScript function, also where the page's own are off; `None` between pages."""

    def press(self, xpath: str) -> None:
        """Click an element in its middle, as a person does."""

    def keys(self, presses: Iterable[tuple[str, str]]) -> None:
        """Let keys go down and up: ("keyDown", "a"), ("keyUp", "a")."""

    def back(self) -> None:
        """Press Back, whether or not there is where to go."""

    def forward(self) -> None:
        """Press Forward, whether or not there is where to go."""

    def reload(self) -> None:
        """Press Reload and say yes to sending a form again."""

    def cookies(self, address: str) -> list[str]:
        """Names of the cookies kept for a site, those no script can read included."""


def strokes(text: str) -> list[tuple[str, str]]:
    """Each key down and up again."""
    return [(way, letter) for letter in text for way in ("keyDown", "keyUp")]


def capitals(text: str) -> list[tuple[str, str]]:
    """Letters while Shift is held."""
    return [("keyDown", SHIFT), *strokes(text), ("keyUp", SHIFT)]


def key_actions(presses: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Keys as both protocols want them written."""
    keys = [{"type": way, "value": key} for way, key in presses]
    return [{"type": "key", "id": "keyboard", "actions": keys}]


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Look until something is so; after fifteen seconds it never will be."""
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until, f"it never came: {what}"
        time.sleep(_GLANCE)


def need(program: str, package: str) -> str:
    """Where a program is."""
    found = shutil.which(program)
    if not found:
        raise MissingError(program, package)
    return found


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
