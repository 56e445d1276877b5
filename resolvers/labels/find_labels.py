"""Finds the subjects and styles that a prompt names."""

from collections.abc import Iterator
from unicodedata import normalize

from models.search.search_terms import folded_text
from models.tasks.task_row import TaskRow
from resolvers.labels.dictionary import LATIN_WORD, LabelRow, dictionary
from resolvers.labels.negations import EXCLUDED, negated

MOST_CHARACTERS = 2_000
"""Characters at the beginning of a prompt in which labels are looked for."""


def labels_of(task: TaskRow) -> list[LabelRow]:
    """The labels of a task, whose row must have the prompt."""
    known = dictionary().labels
    return [known[name] for name in found_labels(task.prompt)]


def found_labels(prompt: str) -> list[str]:
    """The names of the labels of a prompt, in the order in which it names them."""
    text = EXCLUDED.sub(" ", folded_text(normalize("NFKC", prompt[:MOST_CHARACTERS])))
    unwanted = negated(text)
    found: dict[str, None] = {}
    for place, names in (*in_words(text), *in_characters(text)):
        if not any(begin <= place < end for begin, end in unwanted):
            found |= dict.fromkeys(names)
    return list(found)


def in_words(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the place and the labels of each phrase in Latin letters, the longest that begins at a word."""
    known, longest_from, found = dictionary().latin, dictionary().longest_from, [*LATIN_WORD.finditer(text)]
    words, number = [word[0] for word in found], 0
    while number < len(words):
        for end in range(min(number + longest_from.get(words[number], 0), len(words)), number, -1):
            if (names := known.get(tuple(words[number:end]))) is not None:
                yield found[number].start(), names
                number = end - 1
                break
        number += 1


def in_characters(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the place and the labels of each word without blanks, the longest that begins at a character."""
    known, longest_after, first, place = dictionary().others, dictionary().longest_after, dictionary().first, 0
    while found := first.search(text, place):
        begin, place = found.start(), found.end()
        for end in range(min(begin + longest_after[found[0]], len(text)), begin, -1):
            if (names := known.get(text[begin:end])) is not None:
                yield begin, names
                place = end
                break
