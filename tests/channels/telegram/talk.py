"""A conversation of five screens with the interface of the real one, for what Telegram does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.view import Answer, Button, CallNumber, Item, View

if TYPE_CHECKING:
    from bot.conversation import Address
    from flows.definition import Channel

EXITS = {"/x", "esci", "basta"}


class ShortContact:
    """Nobody here is in a handoff."""

    def __init__(self) -> None:
        #: Who left, and whether in a hurry.
        self.left_by: list[tuple[str, bool]] = []

    async def left(self, address: Address, *, in_a_hurry: bool) -> None:
        """Note it."""
        self.left_by.append((address.key, in_a_hurry))

    def holds(self, address: Address) -> bool:
        """No window is open."""
        return False

    async def redraw(
        self, address: Address, position: bytes = b"", unread: object = None
    ) -> Answer | None:
        """Nothing."""
        return None

    def present(self, channel: Channel) -> tuple[Address, ...]:
        """Nobody."""
        return ()


class ShortTalk:
    """Languages, menu, where, centres, danger; tokens belong to a chat, as sealed ones do."""

    def __init__(self, direction: Literal["ltr", "rtl"] = "ltr") -> None:
        self.direction = direction
        #: The positions words were heard at.
        self.positions: list[bytes] = []

    def begin(self, address: Address) -> Answer:
        """Open with the list of languages."""
        return self._at(address, "languages")

    def press(self, address: Address, token: str) -> Answer:
        """Answer a pressed button; what is not hers lands on the first screen."""
        key, _, step = token.rpartition(".")
        if key != address.key:
            return self.begin(address)
        if step == "exit":
            return Answer(view=None, position=b"", exits=True)
        if step == "broken":
            raise RuntimeError("Canaryname")
        return self._at(address, step)

    def typed(self, address: Address, text: str, position: bytes = b"", token: str = "") -> Answer:
        """Answer typed words: a way out or a postcode."""
        self.positions.append(position)
        if text in EXITS:
            return Answer(view=None, position=b"", exits=True)
        if text == "broken":
            raise RuntimeError("Canaryname")
        if not position:
            return self.begin(address)
        return self._at(address, f"centres{text}" if text.isdigit() else "where")

    def media(self, address: Address, position: bytes = b"") -> Answer:
        """Answer a photo."""
        return self._at(address, "media")

    def _at(self, address: Address, step: str) -> Answer:
        def to(label: str, target: str) -> Button:
            return Button(label, f"{address.key}.{target}")

        number = CallNumber("1522", "1522", "Antiviolenza")
        items = (
            Item("Casa", ("Aperta ora.",), (CallNumber("+390255", "02 55"),), to("Casa", "1")),
        )
        return Answer(
            view=View(
                language="it",
                direction=self.direction,
                title=step.capitalize(),
                paragraphs=(f"Sei in {step}.",),
                numbers=(number,) if step == "danger" else (),
                items=items if step.startswith("centres") else (),
                choices=(to("Menu", "menu"), to("Dove", "where"), to("Guasto", "broken")),
                ask=None,
                exit=to("Esci subito", "exit"),
                danger=to("112", "danger"),
                home=to("Inizio", "menu"),
                languages=to("Lingua", "languages"),
            ),
            position=step.encode(),
        )
