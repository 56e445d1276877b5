"""Finds the subjects and styles that a prompt names."""

import re
from collections.abc import Iterator

from models.search.search_terms import folded_text
from models.tasks.task_row import TaskRow
from resolvers.labels.dictionary import LATIN_WORD, LabelRow, dictionary

MOST_CHARACTERS = 2_000
"""Characters at the beginning of a prompt in which labels are looked for."""
EXCLUDED = re.compile(r"--no\b(?:(?! --).)*|\bnegative prompt\b.*|负面提示词.*|反向提示词.*", re.DOTALL)
"""What a prompt does not want to see."""
NOT = frozenset({"no", "not", "without", "never", "avoid", "isn't", "non"})
NOT_BEFORE = re.compile(r"(?:没有|不要|不含|不是|避免|禁止|无|非)(?:任何|一个|一只|出现)?$")


def labels_of(task: TaskRow) -> list[LabelRow]:
    """The labels of a task, whose row must have the prompt."""
    known = dictionary().labels
    return [known[name] for name in found_labels(task.prompt)]


def found_labels(prompt: str) -> list[str]:
    """The names of the labels of a prompt, in the order in which it names them."""
    text = EXCLUDED.sub(" ", folded_text(prompt[:MOST_CHARACTERS]))
    found = dict.fromkeys(name for names in (*in_words(text), *in_characters(text)) for name in names)
    return list(found)


def in_words(text: str) -> Iterator[list[str]]:
    """Yield the labels of each phrase in Latin letters, the longest that begins at a word."""
    known, longest_from, words = dictionary().latin, dictionary().longest_from, LATIN_WORD.findall(text)
    place = 0
    while place < len(words):
        for end in range(min(place + longest_from.get(words[place], 0), len(words)), place, -1):
            if (names := known.get(tuple(words[place:end]))) is not None:
                if NOT.isdisjoint(words[max(0, place - 2) : place]):
                    yield names
                place = end - 1
                break
        place += 1


def in_characters(text: str) -> Iterator[list[str]]:
    """Yield the labels of each word that stands without blanks, the longest that begins at a character."""
    known, longest_after, first, place = dictionary().others, dictionary().longest_after, dictionary().first, 0
    while found := first.search(text, place):
        begin, place = found.start(), found.end()
        for end in range(min(begin + longest_after[found[0]], len(text)), begin, -1):
            if (names := known.get(text[begin:end])) is not None:
                if not NOT_BEFORE.search(text, max(0, begin - 4), begin):
                    yield names
                place = end
                break
