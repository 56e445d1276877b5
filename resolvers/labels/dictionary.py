"""The dictionary of labels, in `labels.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from models.search.search_terms import folded_text

FILE = Path(__file__).with_name("labels.toml")
LATIN_WORD = re.compile(r"[a-z0-9]+(?:[-'’][a-z0-9]+)*")
ENDINGS = ("", "-style", "-styled", "-themed", "-inspired", "'s", "’s", "s", "es")
"""Possible endings of the last word of a phrase, the plural last."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A subject or style: its name, and its titles in Chinese and in English."""

    name: str
    title_zh: str
    title_en: str


class Dictionary:
    """The labels and their words. Raises ValueError for an invalid label."""

    def __init__(self, text: str) -> None:
        self.digest = sha256(text.encode()).hexdigest()[:16]
        read = tomllib.loads(text)
        self.ignored = list(map(folded_text, read.pop("ignored", [])))
        self.labels: dict[str, LabelRow] = {}
        self.words: dict[str, list[str]] = {word: [] for word in self.ignored}
        for name, entry in ((name, entry) for section in read.values() for name, entry in section.items()):
            if set(entry) != {"zh", "en", "words"} or name in self.labels or not re.fullmatch(r"[a-z0-9-]{1,50}", name):
                raise ValueError(
                    f"{FILE.name}: {name!r} needs a name of its own, of a-z, 0-9 and -, `zh`, `en` and `words`"
                )
            self.labels[name] = LabelRow(name, entry["zh"], entry["en"])
            for word in map(folded_text, entry["words"]):
                self.words.setdefault(word, []).append(name)

    @cached_property
    def latin(self) -> Mapping[tuple[str, ...], list[str]]:
        """
        The labels by the words of a phrase in Latin letters. The last word may have an ENDING, unless that makes
        another phrase.
        """
        phrases = {tuple(LATIN_WORD.findall(word)): names for word, names in self.words.items() if is_latin(word)}
        found: dict[tuple[str, ...], list[str]] = {}
        for ending in ENDINGS:
            for (*first, last), names in phrases.items():
                found.setdefault((*first, f"{last}{ending}"), names)
        return found

    @cached_property
    def longest_from(self) -> Mapping[str, int]:
        """By the first word of such a phrase, the number of words of the longest one."""
        return longest_by_first(self.latin)

    @cached_property
    def others(self) -> Mapping[str, list[str]]:
        """The labels by a word written without blanks, as in Chinese."""
        return {word: names for word, names in self.words.items() if not is_latin(word)}

    @cached_property
    def longest_after(self) -> Mapping[str, int]:
        """By the first character of such a word, the length of the longest one."""
        return longest_by_first(self.others)

    @cached_property
    def first(self) -> re.Pattern[str]:
        """Finds a character with which such a word may begin."""
        return re.compile(f"[{re.escape(''.join(self.longest_after))}]" if self.longest_after else r"(?!)")


def longest_by_first(entries: Iterable[Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in entries:
        found[entry[0]] = max(len(entry), found.get(entry[0], 0))
    return found


def is_latin(word: str) -> bool:
    return " ".join(LATIN_WORD.findall(word)) == word


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    return Dictionary(FILE.read_text(encoding="utf-8"))
