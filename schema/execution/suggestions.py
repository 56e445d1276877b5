"""Bounds what graphql-core does to suggest names in the message of an error."""

from importlib import import_module

from graphql.pyutils.suggestion_list import LexicalDistance

MOST_CHARS = 200
"""Characters of a wrong name or value that is compared with those of the schema; none is as long."""


class NameDistance(LexicalDistance):
    """Finds nothing similar to what is long: for 16 MB in a variable, preparing to look took 9 seconds."""

    def __init__(self, input_: str) -> None:
        self.is_long = len(input_) > MOST_CHARS
        super().__init__("" if self.is_long else input_)

    def measure(self, option: str, threshold: int) -> int | None:
        return None if self.is_long else super().measure(option, threshold)


def bound_suggestions() -> None:
    vars(import_module(LexicalDistance.__module__))[LexicalDistance.__name__] = NameDistance
