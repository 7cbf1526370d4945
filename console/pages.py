"""From a template and its facts to the bytes of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from console.words import LANGUAGES, ROLES, STATES, translator
from locales.languages import language as language_of

if TYPE_CHECKING:
    from console.sessions import Session
    from console.words import Say
    from routing.directory import Directory


_PACKAGES = (
    "console",
    "console.desk",
    "console.studio",
    "console.studio.publishing",
    "console.studio.translating",
    "console.studio.network",
    "console.studio.rules",
    "console.studio.facts",
    "console.studio.examples",
)


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
            node_name=self._node_name,
            role_words=ROLES,
            state_words=STATES,
        )
        self._say = say
        self._directory = directory

    def renew(self, directory: Directory) -> None:
        """Name the nodes as another edition does."""
        self._directory = directory

    def draw(
        self, template: str, language: str, session: Session | None, /, **values: object
    ) -> bytes:
        """Draw a page. Templates have `_`, `session`, `language` and what is given here."""
        translate = translator(self._say, language)
        # Macros that a page imports see only these. No session among them: they stay after it.
        shared = {"_": translate, "language": language, "csrf": session.csrf if session else ""}
        return (
            self._environment.get_template(template, globals=shared)
            .render(_=translate, language=language, session=session, **values)
            .encode()
        )

    def _node_name(self, node: str) -> str:
        known = self._directory.by_id(node)
        return known.name if known else node
