from collections import Counter, OrderedDict
from collections.abc import Hashable
from weakref import WeakValueDictionary

from graphql import GraphQLSchema, GraphQLSyntaxError
from graphql.execution.values import VariableValues

from schema.execution.compiler.compiled_operation import CompiledOperation
from schema.execution.document import Document
from schema.execution.unusual import Reason, Unusual

MOST = 500
"""A client sends few documents again and again; so many are those of some dozen clients."""
MOST_BYTES = 32 * 1024**2
"""Of all that are kept. Those of the page, compiled, weigh 1.3 MB."""


class Documents:
    """
    The documents of one schema by their text, those that came last. What a request still holds is found, too, however
    large it is and whatever came since: one text that is admitted and executed is read once.

    A document is its owner's, who brought it first. Where there are too many, those go whose owner's weigh most.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.kept: OrderedDict[str, Document] = OrderedDict()
        self.owners: dict[str, Hashable] = {}
        self.held: WeakValueDictionary[str, Document] = WeakValueDictionary()

    def get(self, text: str, max_tokens: int | None = None, owner: Hashable = None) -> Document:
        """GraphQLSyntaxError is raised, or QueryTooCostly when a text that is new has more tokens than `max_tokens`."""
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
        """Whether the text's document is kept, and it is known whether it is valid: little is left to do for it."""
        return text in self.kept and "error" in vars(self.kept[text])

    def compiled_operation(
        self, text: str, name: str | None, values: dict[str, object] | None
    ) -> tuple[CompiledOperation, VariableValues]:
        """
        The operation of the text's document, compiled, with its variables; Unusual when graphql-core has to execute
        it.
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
        """Keep no more than there may be, of the owner with most by weight the oldest first."""
        weights: Counter[Hashable] = Counter()
        for text, document in self.kept.items():
            weights[self.owners[text]] += document.weight
        while len(self.kept) > MOST or weights.total() > MOST_BYTES:
            [(owner, _)] = weights.most_common(1)
            oldest = next(text for text in self.kept if self.owners[text] == owner)
            weights[owner] -= self.kept.pop(oldest).weight
            del self.owners[oldest]
