"""Limits the size of answers. As JSON, an answer may take many times the memory of the values it is made of."""

from collections.abc import Mapping, Sequence

import orjson

from server.requests.encoding import encode
from server.requests.refusals import AnswerTooLarge

MAX_ANSWER_SIZE = 16 * 1024**2
"""Bytes. A page of 100 tasks with prompts of 10,000 Chinese characters has 3 million."""
BYTES_A_UNIT = 24_000
"""The most bytes of JSON for a unit of cost: 4,000 characters, each escaped as 6 bytes."""
FEW = 30
"""Fields of an object that is encoded as a whole to measure it, if none holds others: two million bytes at most."""
CONTAINERS = frozenset({dict, list})
SHORT = 100
"""Characters of a string that is taken to have one byte each; a longer one is encoded to measure it."""


def encoded(answer: Mapping[str, object], written: float) -> dict[str, object]:
    """
    Return the answer with its parts as JSON, so that they are encoded once. AnswerTooLarge if they have more than
    MAX_ANSWER_SIZE bytes. `written` is the part of the operation's cost that comes from fields in the answer; if it
    allows for so many bytes, the answer is measured before it is encoded.
    """
    if written * BYTES_A_UNIT > MAX_ANSWER_SIZE and size_of(answer) > MAX_ANSWER_SIZE:
        raise AnswerTooLarge(MAX_ANSWER_SIZE)
    size = 0
    parts: dict[str, object] = {}
    for name, part in answer.items():
        json = encode(part)
        size += len(json)
        parts[name] = orjson.Fragment(json)
    if size > MAX_ANSWER_SIZE:
        raise AnswerTooLarge(MAX_ANSWER_SIZE)
    return parts


def check_batch_size(answers: Sequence[bytes]) -> None:
    """Raise AnswerTooLarge if the encoded answers of a batch together have more than MAX_ANSWER_SIZE bytes."""
    if sum(map(len, answers)) > MAX_ANSWER_SIZE:
        raise AnswerTooLarge(MAX_ANSWER_SIZE)


def size_of(answer: object) -> int:
    """Return the approximate bytes of the answer as JSON. Measuring stops once it has more than MAX_ANSWER_SIZE."""
    values, size = [answer], 0
    while values and size <= MAX_ANSWER_SIZE:
        value = values.pop()
        if isinstance(value, str):
            size += len(value) + 3 if len(value) < SHORT else len(encode(value))
        elif isinstance(value, dict):
            fields = value.values()
            if len(fields) <= FEW and CONTAINERS.isdisjoint(map(type, fields)):
                size += len(encode(value))  # takes a twentieth of the time that measuring each field would
            else:
                size += sum(map(len, value)) + 4 * len(value)
                values += fields
        elif isinstance(value, list):
            size += len(value) + 2
            values += value
        else:
            size += 10
    return size
