from collections import Counter, OrderedDict
from collections.abc import Hashable
from weakref import WeakValueDictionary

from graphql import GraphQLSchema, GraphQLSyntaxError
from graphql.execution.values import VariableValues

from schema.execution.compiler.compiled_operation import CompiledOperation
from schema.execution.compiler.unusual import Reason, Unusual
from schema.execution.document import Document

MOST = 500
"""Documents that are kept. A client sends a few again and again; this is enough for some dozen clients."""
MOST_BYTES = 32 * 1024**2
"""Bytes of memory for the documents that are kept. Those of the page, compiled, take 1.3 MB."""


class Documents:
    """
    A cache of the documents of one schema by their text, the last used last. A document that a request still holds is
    found even when it is no longer kept, so that a text is parsed once between its admission and its execution.

    A document counts for the owner who sent it first. When there are too many, the owner whose documents take most
    memory loses the oldest.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.kept: OrderedDict[str, Document] = OrderedDict()
        self.owners: dict[str, Hashable] = {}
        self.held: WeakValueDictionary[str, Document] = WeakValueDictionary()

    def get(self, text: str, max_tokens: int | None = None, owner: Hashable = None) -> Document:
        """
        The document of the text. Raises GraphQLSyntaxError, or QueryTooCostly when a text that is new has more tokens
        than `max_tokens`.
        """
        document = self.kept.get(text)
        if document:
            self.kept.move_to_end(text)
            return document
        document = self.held.get(text)
        if document is None:
            document = self.held[text] = Document(self.schema, text, max_tokens)
        self.kept[text], self.owners[text] = document, owner
        self.drop()
        return document

    def has_validated(self, text: str) -> bool:
        """Whether the text's document is kept and was validated before, so that admitting it costs little."""
        return text in self.kept and "error" in vars(self.kept[text])

    def compiled_operation(
        self, text: str, name: str | None, values: dict[str, object] | None
    ) -> tuple[CompiledOperation, VariableValues]:
        """
        The compiled operation of the text's document, and its coerced variables. Raises Unusual when graphql-core has
        to execute the operation.
        """
        try:
            document = self.get(text)
        except GraphQLSyntaxError:
            raise Unusual(Reason.REFUSED) from None
        weight = document.weight
        try:
            return document.compiled_operation(name, values)
        finally:
            if document.weight != weight:
                self.drop()

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
