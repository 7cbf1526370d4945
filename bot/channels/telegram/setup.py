"""What anybody sees of the bot: a name, a few words and two commands that say nothing (TG-1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.errors import (
    NoTokenError,
    SensitiveFaceError,
    SetupRefusedError,
)
from bot.channels.telegram.library_bot import library_bot
from flows.checks.catalogues import Tongue
from flows.checks.words import Vocabulary
from locales.languages import SOURCE
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import Console
    from telegram import Bot

    from bot.settings import Telegram
    from flows.definition import Library
    from locales.catalogues import Catalogues

_NAME: Final = N_("Informazioni")
_SHORT: Final = N_("Informazioni in più lingue.")
_DESCRIPTION: Final = N_("Informazioni in più lingue. Premi il pulsante qui sotto per cominciare.")
_COMMANDS: Final = {"start": N_("Comincia"), "x": N_("Chiudi e togli i messaggi")}

#: Telegram knows languages by two letters.
_TELEGRAM_TAGS: Final = {"zh-Hans": "zh", "fil": "tl"}


@dataclass(frozen=True, slots=True)
class Face:
    """What the bot shows to somebody whose Telegram speaks this language."""

    language: str
    name: str
    short: str
    description: str
    commands: dict[str, str]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of it."""
        return (self.name, self.short, self.description, *self.commands.values())


async def run_setup(
    settings: Telegram,
    library: Library,
    catalogues: Catalogues,
    languages: Iterable[str],
    console: Console,
) -> None:
    """Show the bot's face in these languages, after checking it against the library's words.

    Raises:
        SensitiveFaceError: When a text says what nobody may read on her phone.
        NoTokenError: When there is no bot to set up.
        SetupRefusedError: When Telegram does not take it.
    """
    tags = list(languages)
    faces = [face_in(tag, partial(catalogues.say, language=tag)) for tag in tags]
    check_faces(faces, lambda text, tag: _sensitive(library, catalogues, text, tag))
    token = settings.token.get_secret_value()
    if not token:
        raise NoTokenError
    bot, request = library_bot(settings.api_base, token)
    async with request:
        await setup(bot, faces)
    console.print(f"The bot's name, descriptions and commands are set in: {', '.join(tags)}.")
    console.print(
        "Still to do in BotFather, where no program can: a neutral picture, and groups and"
        " inline mode switched off."
    )


def face_in(language: str, say: Callable[[str], str]) -> Face:
    """The face in one language."""
    return Face(
        language=language,
        name=say(_NAME),
        short=say(_SHORT),
        description=say(_DESCRIPTION),
        commands={command: say(text) for command, text in _COMMANDS.items()},
    )


def check_faces(faces: Iterable[Face], sensitive: Callable[[str, str], Sequence[str]]) -> None:
    """Refuse a face that gives away what the bot is for.

    Raises:
        SensitiveFaceError: With the language and the words.
    """
    for face in faces:
        found = [word for text in face.texts for word in sensitive(text, face.language)]
        if found:
            raise SensitiveFaceError(face.language, found)


async def setup(bot: Bot, faces: Sequence[Face]) -> None:
    """Set every face; the Italian one is also shown where Telegram speaks any other language.

    Raises:
        SetupRefusedError: When Telegram does not take it; doing it again does no harm.
    """
    for face in faces:
        tag = _TELEGRAM_TAGS.get(face.language, face.language)
        for shown_in in (None, tag) if face.language == SOURCE else (tag,):
            try:
                await _set(bot, face, shown_in)
            except InvalidToken:
                raise SetupRefusedError(
                    face.language, "it does not know the token, or the method"
                ) from None
            except TelegramError as refusal:
                raise SetupRefusedError(face.language, refusal.message) from None


async def _set(bot: Bot, face: Face, tag: str | None) -> None:
    await bot.set_my_name(face.name, language_code=tag)
    await bot.set_my_short_description(face.short, language_code=tag)
    await bot.set_my_description(face.description, language_code=tag)
    commands = [BotCommand(command, text) for command, text in face.commands.items()]
    await bot.set_my_commands(commands, language_code=tag)


def _sensitive(library: Library, catalogues: Catalogues, text: str, language: str) -> list[str]:
    vocabulary = Vocabulary(library, Tongue(language, catalogues))
    return [found.phrase for found in vocabulary.find_in(text) if found.list_name == "sensitive"]
