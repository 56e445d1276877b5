from collections import Counter, OrderedDict
from collections.abc import Hashable

from graphql import GraphQLSchema

from schema.execution.document import Document

MOST = 500
"""Documents that are kept. A client sends a few again and again; this is enough for some dozen clients."""
MOST_BYTES = 32 * 1024**2
"""Bytes of memory for the documents that are kept. Those of the page, compiled, take 1.3 MB."""


class Documents:
    """
    A cache of the documents of one schema by their text, the last used last.

    A document counts for the owner who sent it first. When there are too many, the owner whose documents take most
    memory loses the oldest.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.kept: OrderedDict[str, Document] = OrderedDict()
        self.owners: dict[str, Hashable] = {}

    def get(self, text: str, max_tokens: int | None = None, owner: Hashable = None) -> Document:
        """
        The document of the text. Raises GraphQLSyntaxError, or QueryTooCostly when a text that is new has more tokens
        than `max_tokens`.
        """
        document = self.kept.get(text)
        if document:
            self.kept.move_to_end(text)
            return document
        document = Document(self.schema, text, max_tokens, self.drop)
        self.kept[text], self.owners[text] = document, owner
        self.drop()
        return document

    def validated(self, text: str) -> Document | None:
        """The text's document if it is kept and was validated before, so that to admit it costs little; else None."""
        document = self.kept.get(text)
        if document is None or not document.is_validated:
            return None
        self.kept.move_to_end(text)
        return document

    def drop(self) -> None:
        """Drop the oldest documents of the owner whose documents weigh most, until MOST and MOST_BYTES are kept to."""
        weights: Counter[Hashable] = Counter()
        for text, document in self.kept.items():
            weights[self.owners[text]] += document.weight
        while len(self.kept) > MOST or weights.total() > MOST_BYTES:
            [(owner, _)] = weights.most_common(1)
            oldest = next(text for text in self.kept if self.owners[text] == owner)
            weights[owner] -= self.kept.pop(oldest).weight
            del self.owners[oldest]
