"""What the keeper decides: read once, typed, frozen; unsafe values stop the start."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

#: The public server; demo mode never talks to it.
TELEGRAM_API = "https://api.telegram.org"


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


class Console(_Part):
    """The staff's door: its own port, its own host name."""

    enabled: bool = True
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8090
    #: The address the staff open; https in service mode. Passkeys are bound to its host name,
    #: which cannot be an IP address. Empty is http://localhost:port.
    public_url: str = ""

    @property
    def address(self) -> str:
        """Where the staff open it, without a slash at the end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")


class Recovery(_Part):
    """The two people outside who together bring a lost node's key back."""

    #: The files with their public keys, in the order in which they open: none or two.
    keys: tuple[Path, ...] = ()


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
    console: Console = Console()
    recovery: Recovery = Recovery()
    log: Log = Log()

    @property
    def is_demo(self) -> bool:
        """Whether what nobody confirmed may be shown, marked."""
        return self.mode is Mode.DEMO
