"""What the keeper decides: read once, typed, frozen; unsafe values stop the start."""

from __future__ import annotations

import os
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The public server; demo mode never talks to it.
TELEGRAM_API = "https://api.telegram.org"

#: Environment variables that set one value, and which. The first names the file itself.
CONFIG_VARIABLE = "SOGLIA_CONFIG"
VARIABLES = {
    "SOGLIA_MODE": ("mode",),
    "SOGLIA_STORAGE_URL": ("storage", "url"),
    "SOGLIA_TELEGRAM_API_BASE": ("telegram", "api_base"),
    "SOGLIA_TELEGRAM_TOKEN": ("telegram", "token"),
    "SOGLIA_TELEGRAM_WEBHOOK_SECRET": ("telegram", "webhook_secret"),
    "SOGLIA_WEBCHAT_PORT": ("webchat", "port"),
}


class Mode(StrEnum):
    """Demo shows what is not confirmed, marked; service shows only what is."""

    DEMO = "demo"
    SERVICE = "service"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Folders(_Part):
    """Where the little that is kept lies."""

    #: The database (the ledger's sealed rows; flow revisions).
    data: Path = Path("var/data")
    #: Daily keys. Outside the data folder, shared by replicas, never backed up.
    keys: Path = Path("var/keys")


class Storage(_Part):
    """Which database."""

    #: SQLAlchemy address; empty is a SQLite file in `folders.data`.
    url: SecretStr = SecretStr("")


class Content(_Part):
    """What is said and who answers. Empty means: what the program ships."""

    flows: Path | None = None
    network: Path | None = None
    #: Languages offered, by tag; empty offers every language that is complete
    #: (and, in service mode, reviewed).
    languages: tuple[str, ...] = ()


class WebChat(_Part):
    """The discreet web chat."""

    enabled: bool = True
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    #: The address women see; https in service mode. Empty is http://host:port.
    public_url: str = ""
    #: The tab's title: a plain word that says nothing.
    title: Annotated[str, Field(min_length=1, max_length=24)] = "Info"
    #: Where "Esci subito" leads: one of `neutral_sites`.
    neutral_exit: str = "https://www.meteoam.it/"
    #: The sites the way out may lead to: not personalised, not a search
    #: engine's first page, no sign-in, reachable from Italy.
    neutral_sites: tuple[str, ...] = (
        "https://www.meteoam.it/",
        "https://www.3bmeteo.com/",
        "https://www.ilmeteo.it/",
    )


class Telegram(_Part):
    """The Telegram bot. Off while there is no token."""

    token: SecretStr = SecretStr("")
    token_file: Path | None = None
    api_base: str = TELEGRAM_API
    #: https address Telegram posts to; empty is polling.
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    webhook_secret_file: Path | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: Annotated[int, Field(ge=0, le=65535)] = 8081
    #: Minutes after which an untouched screen is removed (SAFETY TG-5: 30).
    idle_minutes: Annotated[int, Field(ge=1, le=60)] = 30
    #: New messages a second, over all chats. Left out: the 30 that Telegram takes, and no
    #: limit at another `api_base` (its own "too many requests" is always obeyed).
    sends_a_second: Annotated[int, Field(ge=1, le=1000)] | None = None


class Log(_Part):
    """The log: sentences about the service, never about a person."""

    level: Literal["info", "warning", "error"] = "info"
    #: "text" for people, "json" for machines.
    form: Literal["text", "json"] = "text"


class Settings(_Part):
    """Everything the keeper can set."""

    mode: Mode = Mode.DEMO
    folders: Folders = Folders()
    storage: Storage = Storage()
    content: Content = Content()
    webchat: WebChat = WebChat()
    telegram: Telegram = Telegram()
    log: Log = Log()

    @property
    def is_demo(self) -> bool:
        """Whether what nobody confirmed may be shown, marked."""
        return self.mode is Mode.DEMO


def read_settings(file: Path | None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the keeper's file, then the environment, which wins.

    Without a file (here or in `SOGLIA_CONFIG`) everything has its default:
    demo mode on this machine only.

    Raises:
        SettingsError: with one sentence for everything that is wrong or unsafe.
    """
    from bot.safety import dangers  # noqa: PLC0415 (it judges what is defined here)

    environment = os.environ if environment is None else environment
    if file is None and environment.get(CONFIG_VARIABLE):
        file = Path(environment[CONFIG_VARIABLE])
    told = _of_file(file) if file else {}
    for variable, keys in VARIABLES.items():
        if environment.get(variable):
            _put(told, keys, environment[variable])
    try:
        settings = _with_secrets(Settings.model_validate(told))
    except ValidationError as problem:
        raise SettingsError([_sentence(error) for error in problem.errors()]) from None
    found = dangers(settings)
    if found:
        raise SettingsError(found)
    return settings


def _of_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise SettingsError(
            [f"The file {file} cannot be read. Check its name and rights."]
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError([f"{file} is not TOML: {problem}. Correct that line."]) from None


def _put(told: dict[str, Any], keys: tuple[str, ...], value: str) -> None:
    *parts, last = keys
    for part in parts:
        below = told.setdefault(part, {})
        if not isinstance(below, dict):
            return  # the shape is wrong: `Settings` says so
        told = below
    told[last] = value


def _with_secrets(settings: Settings) -> Settings:
    """The settings with each secret that stands in a file of its own."""
    telegram = settings.telegram
    updates = {
        name: SecretStr(_secret(file))
        for name, file in (
            ("token", telegram.token_file),
            ("webhook_secret", telegram.webhook_secret_file),
        )
        if file is not None and not getattr(telegram, name).get_secret_value()
    }
    if not updates:
        return settings
    return settings.model_copy(update={"telegram": telegram.model_copy(update=updates)})


def _secret(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            [f"The secret in {file} cannot be read. Check the file's name and rights."]
        ) from None


def _sentence(error: Any) -> str:
    """One problem in words; the value is left out, because it may be a secret."""
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"'{where}' is no setting. config.example.toml lists every one of them."
    return (
        f"'{where}': {error['msg'][0].lower()}{error['msg'][1:]}. config.example.toml explains it."
    )
