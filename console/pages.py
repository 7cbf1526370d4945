"""From a template and its facts to the bytes of a page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from console.words import LANGUAGES, ROLES, STATES, translator
from locales.languages import language as language_of

if TYPE_CHECKING:
    from console.sessions import Session
    from console.words import Say
    from routing.directory import Directory


_PACKAGES = ("console", "console.desk", "console.studio", "console.studio.translating")


class Pages:
    """Draws templates. They are read and compiled once, when first asked for."""

    def __init__(self, say: Say, directory: Directory, *, is_demo: bool) -> None:
        self._environment = Environment(
            loader=ChoiceLoader([PackageLoader(package) for package in _PACKAGES]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            is_demo=is_demo,
            interface_languages=LANGUAGES,
            language_name=lambda tag: language_of(tag).name,
            node_name=partial(_node_name, directory),
            role_words=ROLES,
            state_words=STATES,
        )
        self._say = say

    def draw(
        self, template: str, language: str, session: Session | None, /, **values: object
    ) -> bytes:
        """Draw a page. Templates have `_`, `session`, `language` and what is given here."""
        return (
            self._environment.get_template(template)
            .render(_=translator(self._say, language), language=language, session=session, **values)
            .encode()
        )


def _node_name(directory: Directory, node: str) -> str:
    known = directory.by_id(node)
    return known.name if known else node
