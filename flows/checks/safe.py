"""Whether a sentence tells her that she is safe, in whatever order it says so (HL-2).

`words.yaml` lists phrases, and a word in the middle parts them: "sei davvero al sicuro".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flows.checks.matching import fold, words_of
from flows.checks.texts import sentences_of
from flows.issues import error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flows.checks.matching import Found
    from flows.checks.texts import Line
    from flows.checks.words import Vocabulary
    from flows.issues import Issue

_FEW: Final = r"(?: \w+){0,3}"
#: Over folded words with one blank between them. These stand here and not in words.yaml: no
#: coordinator may shorten them.
_CLAIMS: Final[Mapping[str, re.Pattern[str]]] = {
    "it": re.compile(
        rf"\b(?:sei|siete|sarai|sarete|stai|state|resti|restate|rimani|rimanete|sta|sono){_FEW}"
        r" (?:al sicuro|in salvo|protett[ae]|fuori pericolo|in mani sicure|in un posto sicuro)\b"
        rf"|\b(?:qui|ora|adesso|ormai|finalmente|gia){_FEW} sicur[ae]\b"
        rf"|\b(?:posto|luogo|qui){_FEW} e sicuro\b|\bpericolo e (?:passato|finito)\b"
        r"|\bnon ti (?:puo|potra) succedere (?:nulla|niente|piu)\b"
        r"|\bnessuno ti (?:trovera|fara del male)\b|\bnessuno (?:potra|puo) trovar[tv]i\b"
    ),
    "en": re.compile(
        rf"\b(?:you|children|kids){_FEW} (?:are|re|will be|ll be|stay|remain){_FEW} "
        r"(?:safe|protected|out of danger|secure)\b"
        rf"|\b(?:this|here){_FEW} is{_FEW} (?:safe|secure)\b|\bdanger is (?:over|gone|past)\b"
        r"|\b(?:nobody|no one) (?:can|will) find you\b|\bnothing can happen to you\b"
    ),
    "es": re.compile(
        rf"\b(?:estas|estais|estan|estaras|estareis|quedas|sigues){_FEW} "
        r"(?:a salvo|seguras?|protegidas?|fuera de peligro|en buenas manos)\b"
        rf"|\b(?:lugar|sitio|aqui){_FEW} es seguro\b|\bel peligro (?:ya )?(?:ha pasado|paso)\b"
        r"|\bnadie (?:puede|podra) encontrarte\b|\bnadie te encontrara\b"
    ),
    "ar": re.compile(
        rf"\b(?:انت|انتن|ستكونين|ستبقين|اطفالك){_FEW} (?:بامان|في امان|امنة|امنات|محمية)\b"
        rf"|\bالمكان{_FEW} امن\b|\b(?:انتهى|زال) الخطر\b|\bلن يجدك احد\b|\bلا احد يستطيع ان يجدك\b"
    ),
}
#: "Se sei al sicuro, chiama": what she alone can know.
_OPEN: Final[Mapping[str, frozenset[str]]] = {
    "it": frozenset({"se", "quando", "appena", "finche", "non"}),
    "en": frozenset({"if", "when", "once", "until", "whether", "not", "where"}),
    "es": frozenset({"si", "cuando", "hasta", "no", "donde"}),
    "ar": frozenset({"اذا", "عندما", "حتى", "ان", "لست", "هل"}),
}


def check_line(line: Line, vocabulary: Vocabulary, found: Sequence[Found]) -> Iterator[Issue]:
    """One sentence in one language; what the lists have found in it is not told twice."""
    language = vocabulary.tongue.language.split("-", 1)[0]
    claims = _CLAIMS.get(language)
    if claims is None or line.is_button or any(each.list_name == "promises" for each in found):
        return
    for sentence in sentences_of(vocabulary.words(line.text)):
        words = words_of(fold(sentence))
        told = claims.search(" ".join(words))
        if told and not sentence.rstrip().endswith(("?", "؟")):
            before = words[: len(told.string[: told.start()].split())]
            if _OPEN[language].isdisjoint(before):
                yield _claim(line, vocabulary, told[0])


def _claim(line: Line, vocabulary: Vocabulary, told: str) -> Issue:
    return error(
        line.text.place,
        vocabulary.tongue.named(f"{line.name} promises what nobody can keep: '{told}'"),
        "Say what is done, not that she is safe, hidden or certain of the outcome",
    )
