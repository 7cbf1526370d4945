"""The translation desk's lines in the console's table."""

from __future__ import annotations

from console.route import KEEPERS, LEADS, Route
from console.studio.at import AT
from console.studio.translating import carrying, handlers, saving
from storage.staff.people import Role

#: Who translates, reads again and signs.
TRANSLATE = frozenset({Role.COORDINATOR, Role.TRANSLATOR})
#: Who may look.
LOOK = TRANSLATE | LEADS | KEEPERS

_WORDS = AT + "/words"
_LANGUAGE = _WORDS + "/{tag:[a-z]{2,3}(?:-[A-Z][a-z]{3})?}"
_BOOK = _LANGUAGE + "/{domain:flows|interface}"
_SENTENCE = _BOOK + "/{sentence:[0-9a-f]{16}}"
#: A whole language in letters of three bytes, several times over.
_FILE = 4_000_000
#: A box to tick for every sentence of a language.
_BOXES = 4000

ROUTES = (
    Route(method="GET", path=_WORDS, handler=handlers.show_languages, roles=LOOK),
    Route(method="POST", path=_WORDS + "/add", handler=saving.add_language, roles=TRANSLATE),
    Route(method="GET", path=_WORDS + "/all.zip", handler=carrying.send_all, roles=LOOK),
    Route(
        method="POST",
        path=_WORDS + "/import",
        handler=carrying.look_at_file,
        roles=TRANSLATE,
        most_bytes=_FILE,
    ),
    Route(
        method="POST",
        path=_WORDS + "/import/take",
        handler=carrying.take_file,
        roles=TRANSLATE,
        most_bytes=_FILE,
        most_fields=_BOXES,
    ),
    Route(method="GET", path=_LANGUAGE, handler=handlers.show_language, roles=LOOK),
    Route(method="GET", path=_BOOK, handler=handlers.show_language, roles=LOOK),
    Route(method="POST", path=_BOOK + "/find", handler=handlers.find_sentences, roles=LOOK),
    Route(method="GET", path=_BOOK + ".po", handler=carrying.send_book, roles=LOOK),
    Route(method="GET", path=_SENTENCE, handler=handlers.show_sentence, roles=LOOK),
    Route(method="POST", path=_SENTENCE, handler=saving.save_sentence, roles=TRANSLATE),
)
