"""Words and phrases that must not be said, or not here: lists by language (QE-14, HL-2, HL-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.checks.matching import Found, Lists, fold, words_of
from flows.checks.texts import Role, filled
from flows.definition import Place
from flows.issues import error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flows.checks.catalogues import Tongue
    from flows.checks.texts import Line
    from flows.definition import Library, Text
    from flows.issues import Issue

#: What `words.yaml` lists in each language.
LISTS = ("sensitive", "promises", "imperatives", "identity", "shelter", "address")

#: Names of nodes: "Casa di Accoglienza delle Donne Maltrattate" is no shelter.
_NAMES = "names"

# These stand here and not in words.yaml: no coordinator may shorten them.
#: Couple mediation, which the Convention forbids to suggest (NO-6).
MEDIATION: Mapping[str, tuple[str, ...]] = {
    "it": (
        "mediazione",
        "mediazione familiare",
        "mediazioni",
        "terapia di coppia",
        "terapie di coppia",
    ),
    "en": ("mediation", "couple therapy", "couples therapy", "couple* counsel*", "reconciliation"),
    "es": ("mediación", "terapia de pareja", "terapias de pareja", "reconciliación"),
    "ar": ("وساطة", "العلاج الزوجي", "علاج الأزواج", "مصالحة"),
}
#: A level of risk said to her (P8): never, not even to deny it.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "it": (
        "rischio basso",
        "basso rischio",
        "rischio medio",
        "medio rischio",
        "rischio alto",
        "alto rischio",
        "rischio elevato",
        "rischio è basso",
        "rischio è medio",
        "rischio è alto",
        "poco rischio",
        "livell* di rischio",
        "indice di rischio",
        "grado di rischio",
    ),
    "en": ("low risk", "risk is low", "medium risk", "high risk", "risk level*", "level of risk"),
    "es": ("riesgo bajo", "bajo riesgo", "riesgo medio", "riesgo alto", "alto riesgo"),
    "ar": ("خطر منخفض", "خطر متوسط", "خطر مرتفع", "مستوى الخطر", "درجة الخطر"),
}
#: Words of a score; to say that there is none is allowed.
SCORES: Mapping[str, tuple[str, ...]] = {
    "it": ("punteggi*", "valutazione del rischio automatica"),
    "en": ("score*", "risk score*"),
    "es": ("puntuación", "puntuaciones", "puntaje*"),
    "ar": ("نقاط الخطر",),
}
_NEGATIONS: Mapping[str, tuple[str, ...]] = {
    "it": ("non", "nessun", "nessuna", "nessuno", "senza", "mai", "né"),
    "en": ("no", "not", "never", "without", "nobody", "none", "don", "doesn", "won", "cannot"),
    "es": ("no", "nunca", "sin", "ningún", "ninguna", "nadie", "jamás"),
    "ar": ("لا", "لن", "لم", "ليس", "ليست", "بدون", "دون", "أبدا", "غير"),
}
#: "Scrivi il tuo nome" asks as a question does, "Scrivi il posto dove vivi" asks for a place.
_REQUESTS: Mapping[str, tuple[str, ...]] = {
    "it": ("scrivi", "scrivici", "dimmi", "dicci", "inserisci", "indica", "lascia", "lasciaci"),
    "en": ("write", "type", "tell", "enter", "give", "leave"),
    "es": ("escribe", "escríbenos", "dime", "dinos", "indica", "introduce", "deja"),
    "ar": ("اكتبي", "أدخلي", "أخبرينا", "اتركي", "أعطينا"),
}
_AREAS: Mapping[str, tuple[str, ...]] = {
    "it": ("posto", "comune", "quartiere", "cap", "fermata"),
    "en": ("place", "town", "city", "neighbourhood", "postcode", "stop"),
    "es": ("lugar", "sitio", "municipio", "barrio", "parada"),
    "ar": ("مكان", "المكان", "بلدية", "البلدية", "حي", "الحي"),
}
# Mediators between cultures and languages are something else.
_CULTURES = ("cultural", "intercultural", "linguistic", "ثقافي", "لغوي")


class Vocabulary:
    """The lists of one language, and what a library says in it."""

    def __init__(self, library: Library, tongue: Tongue) -> None:
        self.tongue = tongue
        self._library = library
        # "zh-Hans" has the lists of "zh" where it has none of its own.
        tag = tongue.language
        self.given = library.words.get(tag) or library.words.get(tag.split("-", 1)[0], {})
        names = library.words.get("", {}).get(_NAMES, ()) + self.given.get(_NAMES, ())
        self._names = tuple(sorted(map(fold, names), key=len, reverse=True))
        language = tag.split("-", 1)[0]
        lists = {name: self.given.get(name, ()) for name in LISTS}
        for name, builtin in (("mediation", MEDIATION), ("levels", LEVELS), ("scores", SCORES)):
            lists[name] = builtin.get(language, ())
        self._lists = Lists(lists, language)
        self._negations = _folded(_NEGATIONS, language)
        self._requests = _folded(_REQUESTS, language)
        self._areas = _folded(_AREAS, language)

    def words(self, text: Text) -> str:
        """The sentence as it is read in this language; empty where it is missing."""
        return filled(self.tongue.words(text) or "", self._library.facts)

    def find(self, line: Line) -> list[Found]:
        """Everything listed that a sentence says."""
        return self.find_in(self.words(line.text))

    def find_in(self, words: str) -> list[Found]:
        """Everything listed that these words say."""
        return list(self._lists.find(words))

    def without_names(self, words: str) -> str:
        """The words with the names of nodes taken out."""
        folded = fold(words)
        for name in self._names:
            folded = folded.replace(name, " ")
        return folded

    def denies(self, sentence: str) -> bool:
        """Whether the sentence says no."""
        return not self._negations.isdisjoint(words_of(fold(sentence)))

    def requests(self, sentence: str) -> bool:
        """Whether the sentence asks her to write something that is no place."""
        words = words_of(fold(sentence))
        return words[:1] != [] and words[0] in self._requests and self._areas.isdisjoint(words)

    def check_lists(self) -> Iterator[Issue]:
        """A language without its lists would pass every check unread."""
        for name in LISTS:
            if not self.given.get(name):
                yield _no_list(name, self.tongue.language)


def check_line(line: Line, vocabulary: Vocabulary, found: Sequence[Found]) -> Iterator[Issue]:
    """What one sentence says that it must not."""
    folded = fold(vocabulary.words(line.text))
    tongue = vocabulary.tongue
    for each in found:
        match each.list_name:
            case "promises":
                yield _promise(line, tongue, each)
            case "imperatives" if not vocabulary.denies(_word_before(folded, each)):
                yield _order(line, tongue, each)
            case "identity" if _asks(line, sentence_of(folded, each), vocabulary):
                yield _asks_who(line, tongue, each)
            case "mediation" if _offers(folded, each, vocabulary):
                yield _offers_mediation(line, tongue, each)


def _asks(line: Line, sentence: str, vocabulary: Vocabulary) -> bool:
    """Whether this sentence would make her say who she is.

    A button is in her own voice ("Devo dire il mio nome?") and asks nothing of her.
    """
    if line.role is Role.ASK:
        return True
    if line.role not in {Role.BUBBLE, Role.TITLE}:
        return False
    return sentence.rstrip().endswith(("?", "؟")) or vocabulary.requests(sentence)


def _offers(folded: str, found: Found, vocabulary: Vocabulary) -> bool:
    return not vocabulary.denies(sentence_of(folded, found)) and not _is_cultural(folded, found)


def _is_cultural(folded: str, found: Found) -> bool:
    beside = words_of(folded[found.end :])[:1] + words_of(folded[: found.start])[-1:]
    return any(word.startswith(_CULTURES) for word in beside)


def _word_before(folded: str, found: Found) -> str:
    before = words_of(folded[: found.start])[-1:]
    return before[0] if before else ""


def sentence_of(folded: str, found: Found) -> str:
    """The sentence that something was found in, with the mark that ends it."""
    start = max(folded.rfind(mark, 0, found.start) for mark in ".!?…؟\n") + 1
    ends = [end for mark in ".!?…؟\n" if (end := folded.find(mark, found.end)) >= 0]
    return folded[start : min(ends, default=len(folded)) + 1]


def _folded(lists: Mapping[str, tuple[str, ...]], language: str) -> set[str]:
    return {fold(word) for word in lists.get(language, ())}


def _no_list(name: str, language: str) -> Issue:
    return error(
        Place("words.yaml", 1),
        f"there is no list '{name}' for '{language}', so its sentences cannot be checked",
        f"Add '{name}:' under '{language}:'",
    )


def _promise(line: Line, tongue: Tongue, found: Found) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} promises what nobody can keep: '{found.phrase}'"),
        "Say what is done, not that she is safe, hidden or certain of the outcome",
    )


def _order(line: Line, tongue: Tongue, found: Found) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} gives an order: '{found.phrase}'"),
        "Offer it as a choice: 'puoi ...', 'se vuoi ...'",
    )


def _asks_who(line: Line, tongue: Tongue, found: Found) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} asks who she is: '{found.phrase}'"),
        "Never ask for a name, a number, an address or a document; ask for a place only",
    )


def _offers_mediation(line: Line, tongue: Tongue, found: Found) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} speaks of '{found.phrase}' as of something offered"),
        "It is not: take it out, or say that it is not offered",
    )
