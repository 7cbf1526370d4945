"""A browser without scripts: it keeps one cookie and one page, fills forms and presses buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import ClientResponse, ClientSession, FormData


@dataclass
class Element:
    """One element of a page, with the text under it."""

    tag: str
    attributes: Mapping[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """What came back: its elements and its text."""

    status: int
    headers: Mapping[str, str]
    html: str
    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element; what follows is its text until it closes."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in {"meta", "link", "input", "br"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the element."""
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Give the text to everything that is open."""
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element of a kind with these attributes."""
        return [
            each
            for each in self.elements
            if each.tag == tag
            and all(each.attributes.get(name) == value for name, value in attributes.items())
        ]

    @property
    def buttons(self) -> dict[str, str]:
        """Tokens by label, in the order of the page."""
        return {
            " ".join(button.text.split()): button.attributes["value"]
            for button in self.all("button", name="go")
        }

    @property
    def language(self) -> str:
        """The page's language; the door's own buttons make it a door."""
        return self.all("html")[0].attributes["lang"]

    @property
    def is_door(self) -> bool:
        """Whether it is the neutral first page: nothing but languages to press."""
        return (
            list(self.buttons)[:1] == ["Italiano"]
            and len(self.all("h1")) == 1
            and (self.all("h1")[0].text == "Info")
        )


class PlainBrowser:
    """Walks the chat as a browser with scripts switched off does."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self.session = session
        self.address = address
        self.cookie = ""
        self.page: Page

    async def open(self, path: str = "/") -> Page:
        """Type the address."""
        return await self.ask("GET", path)

    async def press(self, label: str, half_written: str = "") -> Page:
        """Press the button whose label begins so, with words still in the box."""
        for known, token in self.page.buttons.items():
            if known.startswith(label):
                return await self.ask("POST", "/", {"go": token, **self._along(half_written)})
        raise AssertionError(f"no button begins with {label!r}: {list(self.page.buttons)}")

    async def type(self, words: str) -> Page:
        """Write into the box and send it."""
        return await self.ask("POST", "/", self.form(words))

    def _along(self, words: str) -> dict[str, str]:
        """What a browser posts beside a button: the box and the hidden fields of its form."""
        fields = [*self.page.all("textarea", form="go"), *self.page.all("input", form="go")]
        return {field.attributes["name"]: field.attributes.get("value", words) for field in fields}

    def form(self, words: str) -> dict[str, str]:
        """What a browser posts of the page's box, its hidden fields included."""
        form = {"at": self.page.all("button", name="at")[0].attributes["value"]}
        boxes = [*self.page.all("textarea"), *self.page.all("input", name="typed")]
        form[boxes[0].attributes["name"]] = words
        form |= {
            hidden.attributes["name"]: hidden.attributes["value"]
            for hidden in self.page.all("input", name="once")
        }
        return form

    async def ask(
        self,
        method: str,
        path: str,
        form: Mapping[str, str] | FormData | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Ask for something and keep what comes back as the page."""
        sent = {"Cookie": self.cookie} if self.cookie else {}
        async with self.session.request(
            method,
            self.address + path,
            data=form,
            headers={**sent, **(headers or {})},
            allow_redirects=False,
        ) as answer:
            self._keep_cookie(answer)
            self.page = Page(
                answer.status, dict(answer.headers), await answer.text(errors="replace")
            )
        return self.page

    def _keep_cookie(self, answer: ClientResponse) -> None:
        told = answer.headers.get("Set-Cookie", "")
        if "Max-Age=0" in told:
            self.cookie = ""
        elif told:
            found = re.match(r"[^=;]+=[^;]+", told)
            assert found, told
            self.cookie = found[0]
