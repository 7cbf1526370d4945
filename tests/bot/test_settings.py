"""Settings: read once, typed, frozen; what is unsafe stops the start with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from bot.configuration import read_settings
from bot.errors import SettingsError
from bot.settings import Mode

if TYPE_CHECKING:
    from pathlib import Path

GOOD_SERVICE = """
mode = "service"
[webchat]
public_url = "https://info.example.org"
[console]
public_url = "https://desk.example.org"
"""


def problems(tmp_path: Path, toml: str, **environment: str) -> str:
    """What keeps these settings from starting, as one text."""
    file = tmp_path / "config.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_settings(file, environment)
    return str(refused.value)


def test_nothing_at_all_is_a_demo() -> None:
    """Without a file or a variable the service is a demonstration on this machine."""
    settings = read_settings(None, {})

    assert (Mode.DEMO, "127.0.0.1", "") == (
        settings.mode,
        settings.webchat.host,
        settings.telegram.token.get_secret_value(),
    )


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A variable replaces what the file says."""
    file = tmp_path / "config.toml"
    file.write_text('[telegram]\napi_base = "http://127.0.0.1:1"\n', encoding="utf-8")
    told = {"SOGLIA_TELEGRAM_API_BASE": "http://127.0.0.1:2", "SOGLIA_TELEGRAM_TOKEN": "1:x"}

    assert "http://127.0.0.1:2" == read_settings(file, told).telegram.api_base


def test_settings_are_frozen() -> None:
    """Nothing changes them once they are read."""
    with pytest.raises(ValidationError):
        read_settings(None, {}).mode = Mode.SERVICE  # type: ignore[misc]


def test_a_token_is_never_printed() -> None:
    """Not by the settings, not by what is wrong with them."""
    told = {
        "SOGLIA_TELEGRAM_TOKEN": "12345:verysecret",
        "SOGLIA_TELEGRAM_API_BASE": "http://127.0.0.1:1",
    }
    settings = read_settings(None, told)
    with pytest.raises(SettingsError) as refused:
        read_settings(None, {**told, "SOGLIA_TELEGRAM_API_BASE": "nonsense"})

    assert "verysecret" not in repr(settings) + str(settings) + str(refused.value)


def test_a_secret_file_is_read(tmp_path: Path) -> None:
    """A secret may stand in a file of its own, with a line end after it."""
    (tmp_path / "token").write_text("12345:abc\n", encoding="utf-8")
    file = tmp_path / "config.toml"
    file.write_text(
        f'[telegram]\ntoken_file = "{tmp_path / "token"}"\napi_base = "http://127.0.0.1:1"\n',
        encoding="utf-8",
    )

    assert "12345:abc" == read_settings(file, {}).telegram.token.get_secret_value()


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("mode = 3", "'mode'"),
        ('colour = "red"', "'colour' is no setting"),
        ("[webchat]\nport = 99999", "'webchat.port'"),
        ("mode = ", "is not TOML"),
        ('[webchat]\nhost = "0.0.0.0"', "In demo mode 'webchat.host'"),
        ('[telegram]\ntoken = "12345:abc"', "does not talk to the real Telegram"),
        ('[folders]\nkeys = "var/data/keys"', "one inside the other"),
        ('[folders]\nkeys = "v"\ndata = "v"', "one inside the other"),
        (GOOD_SERVICE.replace("https", "http"), "must begin with https"),
        ('mode = "service"', "must be the https address"),
        ('[telegram]\nwebhook_url = "https://a.example/x"\ntoken = "1:a"', "webhook_secret"),
        (
            (
                '[telegram]\nwebhook_url = "https://a.example/x"\ntoken = "1:a"\n'
                'webhook_secret = "changeme-changeme-changeme-changeme"'
            ),
            "example's, not yours",
        ),
        (
            GOOD_SERVICE + '[telegram]\ntoken = "123456:REPLACE-ME-REPLACE-ME-REPLACE-ME-REPLACE"',
            "not BotFather's",
        ),
        (
            GOOD_SERVICE + f'[telegram]\napi_base = "http://10.0.0.1"\ntoken = "123456:{"A" * 35}"',
            "would travel in clear",
        ),
    ],
)
def test_unsafe_or_wrong_values_stop_the_start(tmp_path: Path, toml: str, sentence: str) -> None:
    """Each has a sentence that names the setting."""
    assert sentence in problems(tmp_path, toml)


@pytest.mark.parametrize(
    "site",
    ["https://www.google.it/", "https://google.com/", "https://m.facebook.com/", "https://x.com/",
     "https://www.1522.eu/", "https://WWW.GOOGLE.IT./", "https://www.google.co.uk/",
     "https://youtu.be/", "https://wa.me/"],
)  # fmt: skip
def test_refused_exits_stop_the_start(tmp_path: Path, site: str) -> None:
    """QE-10: the way out leads to no search engine and no social site, also if it is listed."""
    toml = f'[webchat]\nneutral_exit = "{site}"\nneutral_sites = ["{site}"]'

    assert "Choose a weather or news page" in problems(tmp_path, toml)


@pytest.mark.parametrize(
    "site",
    ["https://google.example.org/", "https://x.example.org/", "https://www.meteo.co.uk/",
     "https://[::1]:8443/a"],
)  # fmt: skip
def test_a_site_of_somebody_else_is_no_refused_exit(tmp_path: Path, site: str) -> None:
    """QE-10: what counts is whose the name is, not that it holds the word."""
    file = tmp_path / "config.toml"
    file.write_text(
        f'[webchat]\nneutral_exit = "{site}"\nneutral_sites = ["{site}"]', encoding="utf-8"
    )

    assert site == read_settings(file, {}).webchat.neutral_exit


@pytest.mark.parametrize(
    "site",
    ["https://[::1/", "https://google。com/", "https://www.goog%6ce.com/", "https:// /",
     "https://meteo.it\\r\\nSet-Cookie: a/", "https://u@meteo.it/", "https://meteo.it/?q=a"],
)  # fmt: skip
def test_an_exit_that_two_may_read_differently_stops_the_start(tmp_path: Path, site: str) -> None:
    """QE-10: a name a browser would read as another, or a header could not carry, is refused."""
    toml = f'[webchat]\nneutral_exit = "{site}"\nneutral_sites = ["{site}"]'

    assert "'webchat.neutral_exit' must be" in problems(tmp_path, toml)


@pytest.mark.parametrize(
    "base",
    ["https://API.TELEGRAM.ORG", "https://api.telegram.org:443", "http://api.telegram.org",
     "https://api.telegram.org./"],
)  # fmt: skip
def test_a_demo_knows_telegram_however_it_is_written(tmp_path: Path, base: str) -> None:
    """Unconfirmed numbers do not reach women through another spelling of the address."""
    toml = f'[telegram]\ntoken = "1:a"\napi_base = "{base}"'

    assert "does not talk to the real Telegram" in problems(tmp_path, toml)


@pytest.mark.parametrize("base", ["http://[::1", "http://127.0.0.1:99999", "ftp://a.example"])
def test_an_address_that_is_none_is_a_sentence(tmp_path: Path, base: str) -> None:
    """Not a traceback."""
    assert "'telegram.api_base' must be an address" in problems(
        tmp_path, f'[telegram]\napi_base = "{base}"'
    )


def test_a_token_that_would_break_an_address_stops_the_start(tmp_path: Path) -> None:
    """It is part of every address we call, also of a test server's."""
    toml = '[telegram]\ntoken = "1:a\\nX"\napi_base = "http://127.0.0.1:1"'

    assert "'telegram.token' is not BotFather's" in problems(tmp_path, toml)


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ('[console]\nhost = "0.0.0.0"', "In demo mode 'console.host'"),
        ('[console]\npublic_url = "https://desk.example.org"', "In demo mode 'console.public_url'"),
        ('[console]\npublic_url = "http://127.0.0.1:8090"', "passkeys are bound to a host name"),
        ('[console]\npublic_url = "http://[::1]:8090"', "passkeys are bound to a host name"),
        ('[console]\npublic_url = "http://localhost:8090/desk"', "must be a bare address"),
        (GOOD_SERVICE.replace("https://desk", "http://desk"), "must begin with https://"),
        (GOOD_SERVICE.replace("desk.example.org", "203.0.113.7"), "bound to a host name"),
        (GOOD_SERVICE.replace("desk.", "info."), "have the same host name"),
        (GOOD_SERVICE.partition("[console]")[0], "the https address that the staff open"),
    ],
)
def test_an_unsafe_staff_door_stops_the_start(tmp_path: Path, toml: str, sentence: str) -> None:
    """SAFETY 3.5.4: a name of its own, https, no IP address; in demo mode this machine only."""
    assert sentence in problems(tmp_path, toml)


def test_a_staff_door_that_is_off_needs_no_address(tmp_path: Path) -> None:
    """A replica that only serves women starts without it."""
    file = tmp_path / "config.toml"
    toml = GOOD_SERVICE.partition("[console]")[0] + "[console]\nenabled = false\n"
    file.write_text(toml, encoding="utf-8")

    assert not read_settings(file, {}).console.enabled


def test_an_exit_nobody_listed_stops_the_start(tmp_path: Path) -> None:
    """The way out is one of the sites somebody looked at."""
    assert "is not one of" in problems(tmp_path, '[webchat]\nneutral_exit = "https://example.org/"')


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """A keeper mends a file in one go."""
    told = problems(tmp_path, '[webchat]\nhost = "0.0.0.0"\nneutral_exit = "https://google.it/"')

    assert "webchat.host" in told
    assert "search engines" in told


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A wrong name is a sentence, not a traceback."""
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "nothing.toml", {})


def test_service_mode_starts_from_safe_settings(tmp_path: Path) -> None:
    """The least a service needs is accepted."""
    file = tmp_path / "config.toml"
    file.write_text(GOOD_SERVICE, encoding="utf-8")

    assert Mode.SERVICE is read_settings(file, {}).mode
