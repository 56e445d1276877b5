"""The features by which prompts are compared."""

import itertools
import re
from collections.abc import Iterator
from functools import reduce
from operator import or_
from unicodedata import normalize
from zlib import crc32

from models.finding.prompt_tables import FEATURE_BITS
from models.search.search_terms import folded, folded_text, search_terms

SCRIPTS_WITHOUT_BLANKS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
PIECE = re.compile(rf"[{SCRIPTS_WITHOUT_BLANKS}]+|[^\W{SCRIPTS_WITHOUT_BLANKS}_]+")
WITHOUT_BLANKS = re.compile(f"[{SCRIPTS_WITHOUT_BLANKS}]")
ONE = ord("1")
COMMON = frozenset(
    (
        *("a", "an", "the", "of", "in", "on", "at", "by", "with", "and", "or", "to", "for", "from", "is", "are", "as"),
        *("into", "its", "it"),
    )
)
"""Words that say nothing about the subject of a prompt."""
MARKS = re.compile("[\u0300-\u036f\u3099\u309a]+")
MOST_PIECES, MOST_CHARACTERS = 250, 4_000
"""Words and pairs of characters that are compared, in so many characters: with more, nearly all bits would be set."""

MOST_WITH_GRAMS = 2_000
"""Characters of a prompt whose n-grams are indexed: of a longer one, nearly all bits would be set."""


def features_of(prompt: str) -> str:
    """A bit for each word, and each pair of characters of a script without blanks, as 0 and 1."""
    text = folded_text(normalize("NFKC", prompt[:MOST_CHARACTERS]))
    bits = 0
    for piece in itertools.islice(pieces(text), MOST_PIECES):
        bits |= 1 << crc32(piece.encode()) % FEATURE_BITS
    return f"{bits:0{FEATURE_BITS}b}"


def pieces(text: str) -> Iterator[str]:
    """Yield the words, and the pairs of characters, of a text in lower case."""
    for found in PIECE.finditer(text):
        piece = found[0]
        if piece[0] < "\u3040":
            if piece not in COMMON:
                yield piece
        elif len(piece) == 1:
            yield piece
        else:
            yield from map("".join, itertools.pairwise(piece))


def ngram_bitmap_of(prompt: str) -> int | None:
    """
    A bit for each two or three consecutive characters of a word, in scripts without blanks for each one or two.
    Spelling variants of a prompt have the same bits: blanks do not count. None for a prompt that is too long.
    """
    text = normalize("NFKC", "".join(prompt.split())).lower()
    if len(text) > MOST_WITH_GRAMS:
        return None
    if not text.isascii():
        text = "".join(map(folded, MARKS.sub("", normalize("NFD", text))))
    bits = bytearray(b"0" * FEATURE_BITS)
    for piece in PIECE.findall(text):
        codes = list(map(ord, piece))
        if not WITHOUT_BLANKS.match(piece):
            for one, two, three in zip(codes, codes[1:], codes[2:], strict=False):
                bits[(one * 1_513 + two * 41 + three) % FEATURE_BITS] = ONE
        else:
            for code in codes:  # two bits: a search for one character has no others
                bits[code % FEATURE_BITS] = bits[code * 613 % 1_021] = ONE
        for one, two in itertools.pairwise(codes):
            bits[(one * 37 + two) % FEATURE_BITS] = ONE
    return int(bits, 2)


def ngram_bitmap_of_search(search: str) -> int:
    """The bits that every prompt that the search finds must have; 0 for none."""
    words = (term.text for term in search_terms(search) if term.field == "prompt" and not term.is_excluded)
    return reduce(or_, (ngram_bitmap_of(part) or 0 for word in words for part in word.split()), 0)


def as_bits(bits: int) -> str:
    """The bits as PostgreSQL reads them, in hexadecimal digits."""
    return f"x{bits:0{FEATURE_BITS // 4}x}"
