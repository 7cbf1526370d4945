"""A small conversation with the same interface as the real one, for the web chat's own tests.

It keeps the rules that matter to a channel: tokens are bound to the address, anything else lands
on the list of languages, "esci" leaves. Its words are marked, so that a test can look for them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.view import Answer, AskBox, Button, CallNumber, Item, View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation import Address

#: Somewhere in every screen behind the door, in its title.
MARK = "Zafferano"

LANGUAGES = {"it": "Italiano", "en": "English", "es": "Español", "ar": "العربية"}
EXIT = {"": "Esci subito", "it": "Esci subito", "en": "Leave now", "es": "Salir ya", "ar": "اخرجي الآن"}
HOME = {
    "it": "Torna all'inizio",
    "en": "Back to the start",
    "es": "Volver al inicio",
    "ar": "العودة إلى البداية",
}
SPEAK = {"it": "Lingua", "en": "Language", "es": "Idioma", "ar": "اللغة"}

_TITLES: Mapping[str, Mapping[str, str]] = {
    "it": {"menu": "Che cosa ti serve?", "where": "Chi può aiutarti vicino a te"},
    "ar": {"menu": "ما الذي تحتاجينه؟", "where": "من يمكنه مساعدتك بالقرب منك"},
}
_LINES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "it": {
        "menu": ("Scegli da dove cominciare. Puoi uscire quando vuoi.",),
        "where": ("Scrivi il comune, il quartiere o il CAP.",),
        "again": ("Non conosco questo posto. Prova con il comune o il CAP, per esempio 20131.",),
        "danger": ("Il 112 risponde subito, giorno e notte.",),
        "centres": ("Ecco chi può ascoltarti, dal più vicino.",),
        "long": tuple(f"Riga {n} di una pagina lunga, scritta per scorrere." for n in range(40)),
    },
    "ar": {
        "menu": ("اختاري من أين تبدئين. يمكنك الخروج متى شئت.",),
        "where": ("اكتبي البلدية أو الحي أو الرمز البريدي، مثلاً 20131.",),
        "danger": ("يجيب الرقم 112 فوراً، ليلاً ونهاراً.",),
        "centres": ("هذه هي المراكز الأقرب. الرقم 1522 مجاني.",),
    },
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "menu": ("danger", "where", "long", "languages"),
    "where": (),
    "centres": ("where",),
    "long": ("where",),
}
_LABELS: Mapping[str, Mapping[str, str]] = {
    "it": {
        "danger": "Sono in pericolo ora",
        "where": "Chi può aiutarmi vicino a me",
        "long": "Il mio telefono e la mia sicurezza",
        "languages": "Cambia lingua",
    },
    "ar": {
        "danger": "أنا في خطر الآن",
        "where": "من يمكنه مساعدتي بالقرب مني",
        "long": "هاتفي وسلامتي",
        "languages": "تغيير اللغة",
    },
}


class TwinConversation:
    """Walks a handful of screens, keeping nothing between turns."""

    def begin(self, address: Address) -> Answer:
        """Open with the list of languages."""
        return Answer(self._languages(address, ""), b"")

    def press(self, address: Address, token: str) -> Answer:
        """Answer a button, from its token alone."""
        opened = _open(address, token)
        if opened is None:
            return self.begin(address)
        language, step = opened
        if step == "exit":
            return Answer(None, b"", exits=True)
        if step == "languages":
            return Answer(self._languages(address, language), b"")
        return Answer(self._screen(address, language, step), b"")

    def typed(self, address: Address, text: str, position: bytes = b"", token: str = "") -> Answer:
        """Answer typed words: a way out, a place, or something unknown."""
        opened = _open(address, token)
        if opened is None:
            return self.begin(address)
        word = text.strip().casefold()
        if word in {"esci", "exit"}:
            return Answer(None, b"", exits=True)
        if word == "explode":
            raise RuntimeError(text)
        step = "centres" if word in {"lambrate", "20131"} else "again"
        return Answer(self._screen(address, opened[0], step), b"")

    def media(self, address: Address, position: bytes = b"") -> Answer:
        """Answer a photo: never on the web."""
        return self.begin(address)

    def _languages(self, address: Address, language: str) -> View:
        choices = tuple(
            Button(name, _seal(address, tag, "menu")) for tag, name in LANGUAGES.items()
        )
        return self._view(
            address,
            language,
            title=f"{SPEAK[language]} {MARK}" if language else "Scegli la lingua",
            choices=choices,
        )

    def _screen(self, address: Address, language: str, step: str) -> View:
        lines = _of(_LINES, language).get(step) or _LINES["it"][step]
        labels = _of(_LABELS, language)
        title = _of(_TITLES, language).get(step, "")
        return self._view(
            address,
            language,
            title=f"{title} {MARK}".strip(),
            paragraphs=lines,
            numbers=_numbers(language) if step == "danger" else (),
            items=_items(address, language) if step == "centres" else (),
            choices=tuple(
                Button(labels[to], _seal(address, language, to)) for to in _CHOICES.get(step, ())
            ),
            ask=AskBox("Comune, quartiere o CAP", "Cerca", _seal(address, language, step))
            if step in {"where", "again"}
            else None,
            small_print="Fonti: Comune di Milano." if step == "centres" else "",
        )

    def _view(self, address: Address, language: str, **parts: object) -> View:
        whole: dict[str, object] = {
            "title": "",
            "paragraphs": (),
            "numbers": (),
            "items": (),
            "choices": (),
            "ask": None,
        }
        return View(
            language=language,
            direction="rtl" if language == "ar" else "ltr",
            exit=Button(EXIT[language], _seal(address, language, "exit")),
            danger=Button("112", _seal(address, language, "danger")),
            home=Button(HOME[language], _seal(address, language, "menu")) if language else None,
            languages=Button(SPEAK[language], _seal(address, language, "languages"))
            if language
            else None,
            **(whole | parts),  # type: ignore[arg-type]
        )


def _numbers(language: str) -> tuple[CallNumber, ...]:
    label = "رقم مجاني" if language == "ar" else "Gratis, giorno e notte"
    return (CallNumber("112", "112"), CallNumber("1522", "1522", label))


def _items(address: Address, language: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            name=name,
            lines=("Nel tuo municipio.", "Aperto adesso, fino alle 18:00.", "Ascolto, aiuto legale."),
            numbers=(CallNumber("+390255500000", "02 5550 0000", "Centralino", is_draft=True),),
            button=Button(label, _seal(address, language, "long")),
        )
        for name, label in (("Centro Ginestra", "Che cosa succede se chiamo"), ("Casa Fiordaliso", "Casa Fiordaliso"))
    )


def _of(texts: Mapping[str, Mapping[str, object]], language: str) -> Mapping[str, object]:
    return texts.get(language, texts["it"])


def _seal(address: Address, language: str, step: str) -> str:
    return f"{language}-{step}-{_mark(address, language, step)}"


def _open(address: Address, token: str) -> tuple[str, str] | None:
    language, _, rest = token.partition("-")
    step, _, mark = rest.partition("-")
    return (language, step) if mark and mark == _mark(address, language, step) else None


def _mark(address: Address, language: str, step: str) -> str:
    said = f"{address.channel}/{address.key}/{language}/{step}"
    return hashlib.blake2s(said.encode(), digest_size=12).hexdigest()
