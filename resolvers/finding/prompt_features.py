"""What prompts are compared by."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID
from zlib import crc32

from models.finding.prompt_tables import FEATURE_BITS
from models.search.search_terms import folded_text

SCRIPTS_WITHOUT_BLANKS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
PIECE = re.compile(rf"[{SCRIPTS_WITHOUT_BLANKS}]+|[^\W{SCRIPTS_WITHOUT_BLANKS}_]+")
COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "by",
        "with",
        "and",
        "or",
        "to",
        "for",
        "from",
        "is",
        "are",
        "as",
        "into",
        "its",
        "it",
    ]
)
"""Words that say nothing of what a prompt is about."""
MOST_PIECES, MOST_CHARACTERS = 250, 4_000
"""Words and pairs of characters that are compared, in so many characters: with more, nearly all bits would be set."""


@dataclass(frozen=True, slots=True)
class PromptFeatures:
    """A prompt as it is compared: `key` is that of the same words, whatever their case and spacing."""

    key: UUID
    bits: str
    """A bit for each word, and each pair of characters of a script without blanks, as 0 and 1."""


def features_of(prompt: str) -> PromptFeatures:
    text = folded_text(prompt[:MOST_CHARACTERS])
    key = blake2b("".join(prompt.casefold().split()).encode(), digest_size=16).digest()
    bits = 0
    for piece in itertools.islice(pieces(text), MOST_PIECES):
        bits |= 1 << crc32(piece.encode()) % FEATURE_BITS
    return PromptFeatures(UUID(bytes=key), f"{bits:0{FEATURE_BITS}b}")


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
