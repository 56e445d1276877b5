"""How many bytes an answer may have. Written, it may take many times the memory of what it is made of."""

from collections.abc import Sequence
from math import inf

from server.http.encoding import encode
from server.http.refusals import AnswerTooLarge

MAX_ANSWER_SIZE = 16 * 1024**2
"""Bytes. A page of 100 tasks with prompts of 10,000 Chinese characters has 3 million."""
WRITTEN = 24_000
"""Bytes that a cost of 1 can be written as at most: 4,000 characters, each escaped with 6."""
FEW, HOLDING = 30, frozenset({dict, list})
"""Fields of an object, none of which holds others, that is written to see its size: two million bytes at most."""
SHORT = 100
"""Characters of a text that is not written to see how many of them need more than one byte."""


def check_answer_size(answer: object, written: float = inf) -> None:
    """
    AnswerTooLarge for one of more than MAX_ANSWER_SIZE. Where the part of the cost that can be `written` is small, it
    cannot be as large, and is not measured.
    """
    if written * WRITTEN > MAX_ANSWER_SIZE and size_of(answer) > MAX_ANSWER_SIZE:
        raise AnswerTooLarge(MAX_ANSWER_SIZE)


def check_batch_size(answers: Sequence[bytes]) -> None:
    """AnswerTooLarge when the answers of a batch have more than MAX_ANSWER_SIZE together."""
    if sum(map(len, answers)) > MAX_ANSWER_SIZE:
        raise AnswerTooLarge(MAX_ANSWER_SIZE)


def size_of(answer: object) -> int:
    """How many bytes it has as JSON, about; no more is looked at of one that has too many."""
    values, size = [answer], 0
    while values and size <= MAX_ANSWER_SIZE:
        value = values.pop()
        if isinstance(value, str):
            size += len(value) + 3 if len(value) < SHORT else len(encode(value))
        elif isinstance(value, dict):
            fields = value.values()
            if len(fields) <= FEW and HOLDING.isdisjoint(map(type, fields)):
                size += len(encode(value))  # a twentieth of the time that looking at each takes
            else:
                size += sum(map(len, value)) + 4 * len(value)
                values += fields
        elif isinstance(value, list):
            size += len(value) + 2
            values += value
        else:
            size += 10
    return size
