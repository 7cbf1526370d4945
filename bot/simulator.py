"""The phone beside the studio's script: a conversation over memory twins, laid out as on a channel.

Flows, translations, routing and drawing are those of the service. What she begins on it lies in
the memory of this process and goes with it: no handoff is opened anywhere else.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.assembly import build_contact, build_conversation, desk_book
from bot.channels.telegram.screens import draw as draw_message
from bot.channels.webchat.pages import keep_numbers_whole
from bot.channels.webchat.words import words_in
from bot.commands.rehearsal import RehearsedDesks
from bot.conversation import Address
from bot.editions.phone import Block, Box, Key, Seen, Where
from console.studio.here import Studio
from flows.definition import Channel
from flows.memory import Memory
from flows.remembered import NODE_KIND, NUMBER_KINDS, PLACE_KIND
from flows.turn import Press
from locales.languages import SOURCE, language
from routing.areas import area_of
from routing.errors import RoutingError
from storage.bell import LocalBell
from storage.memory.handoffs import MemoryHandoffs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bot.contact import Contact
    from bot.content import Content
    from bot.conversation import Conversation
    from bot.editions.phone import KeyKind
    from bot.settings import Settings
    from bot.view import Answer, Button, CallNumber, View
    from flows.turn import Position
    from storage.vault import Vault

_KEY_BYTES = 12


def open_studio(settings: Settings, content: Content, vault: Vault) -> Studio:
    """The conversation that is live, for the coordinators to look at and to try.

    Unlike at her doors every language is there, also one that is not complete.
    """
    tags = content.catalogues.languages
    every = replace(content, languages=tuple(language(tag) for tag in tags))
    book = desk_book(settings, content)
    talk = build_conversation(settings, every, vault, has_desk=lambda: bool(book.desks))

    def contact() -> Contact:
        bell = LocalBell()
        return build_contact(
            every,
            talk,
            handoffs=MemoryHandoffs(bell),
            desks=RehearsedDesks(book, lambda: datetime.now(UTC)),
            bell=bell,
            book=book,
        )

    return Studio(
        library=content.library,
        catalogues=content.catalogues,
        languages=every.languages,
        phone=lambda: SimulatedPhone(every, talk, contact),
    )


class SimulatedPhone:
    """One phone: `bot.editions.phone.Phone` over the real conversation."""

    def __init__(
        self, content: Content, talk: Conversation, new_contact: Callable[[], Contact]
    ) -> None:
        self._content = content
        self._talk = talk
        self._new_contact = new_contact
        self._contact = new_contact()
        # The same while the session lasts: a second page of the studio keeps the first one's
        # buttons. No chat and no cookie is called so: they open at none of her doors.
        self._key = f"studio {secrets.token_hex(_KEY_BYTES)}"

    async def begin(self, channel: Channel, language: str, step: str) -> Seen:
        """Forget what the last one was told, and begin at a step."""
        self._contact = self._new_contact()
        address = self._address(channel)
        return await self._seen(address, self._talk.at(address, language, step))

    async def press(self, channel: Channel, token: str) -> Seen:
        """Answer a pressed button, as the channel would."""
        address = self._address(channel)
        pressed = self._label(address, token)
        return await self._seen(address, self._talk.press(address, token), pressed)

    async def write(self, channel: Channel, text: str, token: str) -> Seen:
        """Answer what is typed, as the channel would."""
        address = self._address(channel)
        return await self._seen(address, self._talk.typed(address, text, token=token))

    def _address(self, channel: Channel) -> Address:
        return Address(channel, self._key)

    async def _seen(self, address: Address, heard: Answer, pressed: str = "") -> Seen:
        answer = heard
        if heard.errand is not None:
            source = secrets.token_hex(_KEY_BYTES)
            answer = await self._contact.carry_out(address, heard.errand, source=source)
        if answer.view is None:
            await self._contact.left(address, in_a_hurry=False)
            return _gone(address.channel, Where("", (), ("she leaves",), pressed))
        await self._contact.shown(address, answer)
        where = self._where(address, answer, heard.reasons, pressed)
        return self._laid_out(address.channel, answer.view, where)

    def _laid_out(self, channel: Channel, view: View, where: Where) -> Seen:
        draw = _as_message if channel is Channel.TELEGRAM else self._as_page
        blocks, rows = draw(view)
        box = Box(view.ask.label, view.ask.send, view.ask.kind) if view.ask else None
        return Seen(
            channel=channel,
            language=view.language,
            direction=view.direction,
            blocks=tuple(blocks),
            rows=tuple(rows),
            box=box,
            where=where,
            at=view.ask.token if view.ask else view.exit.token,
        )

    def _as_page(self, view: View) -> tuple[list[Block], list[tuple[Key, ...]]]:
        """As the web chat's page has it, in its order."""
        words = words_in(view.language or SOURCE, self._content.catalogues.say)

        def calls(numbers: Iterable[CallNumber]) -> Iterator[Block]:
            for number in numbers:
                draft = f" ({words.draft})" if number.is_draft else ""
                yield Block("number", number.shown, f"{number.label or words.call}{draft}")

        blocks = [Block("title", keep_numbers_whole(view.title))] if view.title else []
        blocks += calls(view.numbers)
        blocks += [Block("words", keep_numbers_whole(text)) for text in view.paragraphs]
        blocks += [Block("said", keep_numbers_whole(text)) for text in view.said]
        rows: list[tuple[Key, ...]] = []
        for item in view.items:
            blocks.append(Block("name", item.name))
            blocks += [Block("line", keep_numbers_whole(text)) for text in item.lines]
            blocks += calls(item.numbers)
            if item.button:
                rows.append((_key("more", item.button),))
        if view.small_print:
            blocks.append(Block("small", keep_numbers_whole(view.small_print)))
        rows += [(_key("choice", choice),) for choice in view.choices]
        rows.append((_key("exit", view.exit), _key("danger", view.danger)))
        rows.append(tuple(_around(view)))
        return blocks, rows

    def _label(self, address: Address, token: str) -> str:
        """What the pressed button says, where it is a choice of the step it stood on."""
        opened = self._talk.position_of(address, token)
        if opened is None:
            return ""
        position, pressed = opened
        choices = self._content.library.steps[position.step].choices
        if pressed.choice >= min(len(choices), Press.TYPED):
            return ""
        text = choices[pressed.choice].label
        told = self._content.catalogues.translation(text.context, text.source, position.language)
        return told or text.source

    def _where(
        self, address: Address, answer: Answer, reasons: tuple[str, ...], pressed: str
    ) -> Where:
        opened = self._talk.opened(address, answer.position)
        if opened is None:
            return Where("", (), reasons, pressed)
        _, position = opened
        return Where(position.step, tuple(self._remembered(position)), reasons, pressed)

    def _remembered(self, position: Position) -> Iterator[tuple[str, str, str]]:
        library = self._content.library
        memory = Memory(library.remembered)
        for fact, number in zip(library.remembered, position.facts, strict=True):
            if not number:
                continue
            if fact.kind not in NUMBER_KINDS:
                yield fact.name, memory.said(fact.name, position.facts), ""
            elif fact.kind == PLACE_KIND:
                yield fact.name, "", self._area(number)
            else:
                nodes = (number,) if fact.kind == NODE_KIND else memory.avoided(position.facts)
                yield fact.name, "", ", ".join(map(self._node, nodes))

    def _area(self, number: int) -> str:
        try:
            return self._content.gazetteer.name(area_of(number))
        except RoutingError:
            return str(number)

    def _node(self, number: int) -> str:
        node = self._content.network.directory.by_number(number)
        return node.name if node else str(number)


def _as_message(view: View) -> tuple[list[Block], list[tuple[Key, ...]]]:
    """As the one message on Telegram has it: its own drawing, read back."""
    message = draw_message(view)
    blocks = _runs(message["text"], message.get("entities", []))
    kinds: dict[str, KeyKind] = {view.exit.token: "exit", view.danger.token: "danger"}
    kinds.update({item.button.token: "more" for item in view.items if item.button})
    kinds.update({key.token: key.kind for key in _around(view)})
    languages = {choice.token: choice.language for choice in view.choices}
    rows = []
    for row in message["reply_markup"]["inline_keyboard"]:
        keys = []
        for button in row:
            token = button.get("callback_data", "")
            kind: KeyKind = kinds.get(token, "choice") if token else "copy"
            keys.append(Key(kind, button["text"], token, languages.get(token, "")))
        rows.append(tuple(keys))
    return blocks, rows


def _runs(text: str, entities: list[dict[str, Any]]) -> list[Block]:
    """The message's text in runs; Telegram counts in UTF-16 units."""
    units = text.encode("utf-16-le")
    blocks, at = [], 0
    for entity in entities:
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        blocks.append(Block("plain", units[at:start].decode("utf-16-le")))
        kind = entity["type"]
        blocks.append(
            Block("bold" if kind == "bold" else "said", units[start:end].decode("utf-16-le"))
        )
        at = end
    blocks.append(Block("plain", units[at:].decode("utf-16-le")))
    return [block for block in blocks if block.text]


def _around(view: View) -> Iterator[Key]:
    if view.home:
        yield _key("home", view.home)
    if view.languages:
        yield _key("language", view.languages)


def _key(kind: KeyKind, button: Button) -> Key:
    return Key(kind, button.label, button.token, button.language)


def _gone(channel: Channel, where: Where) -> Seen:
    return Seen(
        channel=channel,
        language="",
        direction="ltr",
        blocks=(),
        rows=(),
        box=None,
        where=where,
        at="",
        is_gone=True,
    )
