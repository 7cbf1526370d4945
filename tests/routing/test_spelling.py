"""One plain form for the many ways of typing a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.places.sounds import Ear, ear_of, sound_as_heard, sounds_of_italian
from routing.places.spelling import LONGEST, MOST_WORDS, key_of, loose_key_of, words_of


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("P.ta Venezia", "porta venezia"),
        ("P.TA VENEZIA", "porta venezia"),
        ("v.le Monza", "viale monza"),
        ("S.Donato", "san donato"),
        ("Sant’Ambrogio", "san ambrogio"),
        ("Città Studi", "citta studi"),
        ("Ｍｉｌａｎｏ", "milano"),
        ("مِيلانُو", "ميلانو"),
        ("٢٠١٥٨", "20158"),
        ("মিলান", "মিলান"),
        ("\u202bMilano\u200b", "milano"),
    ],
)
def test_ways_of_typing_meet(typed: str, plain: str) -> None:
    """Abbreviations, accents, saints, digits and invisible signs come to one form."""
    assert plain == " ".join(words_of(typed))


def test_spaces_and_small_words_do_not_count() -> None:
    """A name is looked up as one word, and once more without the small words in it."""
    assert key_of(words_of("Quarto Oggiaro")) == key_of(words_of("quartooggiaro"))
    assert loose_key_of(words_of("Cernusco sul Naviglio")) == key_of(words_of("Cernusco Naviglio"))


@given(st.text(max_size=3 * LONGEST))
def test_reading_is_bounded(typed: str) -> None:
    """However long the text, only so many words of it are read, and none is empty."""
    words = words_of(typed)

    assert MOST_WORDS >= len(words)
    assert all(words)


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("Cinisello", "Чинизелло"),
        ("Giambellino", "Джамбеллино"),
        ("Corsico", "كورسيكو"),
        ("Chiaravalle", "Кьяравалле"),
        ("Pioltello", "بيولتيلو"),
        ("Cernusco", "切尔努斯科"),
        ("Lambrate", "ランブラーテ"),
    ],
)
def test_names_keep_their_consonants(name: str, heard: str) -> None:
    """Written by ear in another script, a name has the consonants that an Italian hears."""
    ear = ear_of([heard])

    assert (
        sounds_of_italian(words_of(name))[ear].bones == sound_as_heard(words_of(heard), ear).bones
    )


def test_ear_is_told_by_the_letters() -> None:
    """Which sounds fall together depends on the script."""
    assert [Ear.EUROPE, Ear.ARABIC, Ear.EAST_ASIA] == [
        ear_of([word]) for word in ("Ламбрате", "لامبراتي", "兰布拉特")
    ]
