"""The keeper's file and the environment, as settings; or every sentence why not."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr, ValidationError

from bot.errors import SettingsError
from bot.safety import dangers
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Environment variables that set one value, and which. The first names the file itself.
CONFIG_VARIABLE = "SOGLIA_CONFIG"
VARIABLES = {
    "SOGLIA_CONSOLE_PORT": ("console", "port"),
    "SOGLIA_MODE": ("mode",),
    "SOGLIA_STORAGE_URL": ("storage", "url"),
    "SOGLIA_TELEGRAM_API_BASE": ("telegram", "api_base"),
    "SOGLIA_TELEGRAM_TOKEN": ("telegram", "token"),
    "SOGLIA_TELEGRAM_WEBHOOK_SECRET": ("telegram", "webhook_secret"),
    "SOGLIA_WEBCHAT_PORT": ("webchat", "port"),
}


def read_settings(file: Path | None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the keeper's file, then the environment, which wins.

    Without a file (here or in `SOGLIA_CONFIG`) everything has its default:
    demo mode on this machine only.

    Raises:
        SettingsError: with one sentence for everything that is wrong or unsafe.
    """
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
