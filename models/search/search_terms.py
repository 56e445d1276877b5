"""
The terms of a search, and a regular expression for each. PostgreSQL matches it against the text as stored, without a
copy in lower case or without accents.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, name, normalize

MOST_TERMS = 30
"""Terms of a search. PostgreSQL caches 32 compiled regular expressions, and would compile more for each row."""
TERM = re.compile(
    r"""(-(?=[^\s-]))?(?:(model|error)[:：](?=\S))?(?:["“]([^"“”]*\w[^"“”]*)["”]?|(\S+))""", re.IGNORECASE
)
"""A minus, a field, and a phrase or a word."""
WITH_ACCENTS = ("LATIN ", "GREEK ", "CYRILLIC ")
"""The beginnings of the Unicode names of letters whose accents are ignored."""
STROKES = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i"}
"""Letters whose accent is, for Unicode, part of the letter."""
FOLDED = re.compile("[^\u3000-\u9fff]+")
"""The characters that folding may change: all except Chinese and Japanese."""
MARKS = "[\u0300-\u036f]*"
SOUND_MARKS = "\u3099\u309a"
"""The marks that turn `か` into `が`, in text whose accents are separate characters."""
SPECIAL = frozenset(r"\^$.|?*+()[]{}")


class SearchTerm(NamedTuple):
    """A word or a phrase, the field to search (`prompt`, `model` or `error`), and whether it must be absent."""

    text: str
    field: str
    is_excluded: bool


def search_terms(search: str) -> list[SearchTerm]:
    """The terms of a search, each once, in their order."""
    found = (
        SearchTerm(phrase or word, (field or "prompt").lower(), bool(minus))
        for minus, field, phrase, word in TERM.findall(search)
    )
    return list(dict.fromkeys(found))


def pattern(text: str) -> str:
    """The PostgreSQL regular expression that finds the text in any case and encoding, with or without accents."""
    characters = normalize("NFC", " ".join(text.split()))
    found = "".join(map(of_character, characters))
    return f"{found}($|[^{SOUND_MARKS}])" if may_sound(characters[-1]) else found


def of_character(character: str) -> str:
    if character == " ":
        return r"\s+"
    if character in SPECIAL:
        return f"\\{character}"
    letter = folded(character)
    cases = variants().get(letter, [character])
    if has_accents(letter):
        return f"[{''.join(cases)}]{MARKS}"
    forms = dict.fromkeys(form for one in cases for form in (one, normalize("NFD", one)))
    return f"(?:{'|'.join(forms)})" if len(forms) > 1 else character


@lru_cache(maxsize=8_192)
def folded(character: str) -> str:
    """The character in lower case; a letter of WITH_ACCENTS without its accent."""
    base = normalize("NFD", character)
    if len(base) > 1 and not (has_accents(base[0]) and all(map(combining, base[1:]))):
        base = character
    lower = base[0].casefold()
    if len(lower) > 1:
        lower = base[0].lower()
    return STROKES.get(lower, lower)


def folded_text(text: str) -> str:
    """The text in lower case, without the accents of letters of WITH_ACCENTS."""
    if text.isascii():
        return text.lower()
    return FOLDED.sub(lambda found: "".join(map(folded, found[0])), normalize("NFC", text))


def has_accents(letter: str) -> bool:
    return name(letter, "").startswith(WITH_ACCENTS)


def may_sound(character: str) -> bool:
    """Whether the character is a kana that a mark turns into another one."""
    return any(len(normalize("NFC", character + mark)) == 1 for mark in SOUND_MARKS)


@lru_cache(maxsize=1)
def variants() -> dict[str, list[str]]:
    """By folded letter, all letters that fold to it. Letters without variants are left out."""
    found: dict[str, list[str]] = {}
    for character in map(chr, (*range(0x41, 0xAC00), *range(0xF900, 0x1F000))):
        if character.isalpha() and (letter := folded(character)) != character:
            found.setdefault(letter, [letter]).append(character)
    return found
