"""Writes the selection of an operation as Python; compiled_operation.py shows an example."""

import ast
from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import NamedTuple

from graphql import (
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLString,
    VariableValues,
)

from schema.execution.compiler import python
from schema.execution.compiler.completion import give_up, is_closed, is_plain, places, together
from schema.execution.compiler.field_call import FieldCall, FieldNodes, FieldPath, OperationScope, may_wait
from schema.execution.compiler.leaves import NONE, leaf, null_or
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.compiler.selected_fields import SelectedFields
from schema.types.field_metadata import definition_of

MAX_FIELDS = 150
"""The most fields of a compiled operation. Compiling them takes 5 ms, or 20 with arguments. Our page has 43."""

O, R, P = python.name("o"), python.name("r"), python.name("p")  # noqa: E741
GIVE_UP = python.call(python.name("give_up"))
IS_LIST = python.any_of(python.has_class(O, "list"), python.has_class(O, "tuple"))


class Code(NamedTuple):
    """An expression. It `is_async` if it has an `await`, so that it must be in an `async def`."""

    tree: ast.expr
    is_async: bool = False


class Read(NamedTuple):
    """
    How a field's value is read from `o`: as an attribute, or by calling the resolver. Async code returns a value still
    to be awaited.
    """

    code: Code
    kind: GraphQLOutputType
    attribute: str | None = None
    call: FieldCall | None = None


class Function(NamedTuple):
    """A generated function: its name, and whether its result has to be awaited."""

    name: str
    is_async: bool

    def called(self, argument: str) -> ast.expr:
        """Return an expression that calls it with the variable `argument`, and awaits it if it is async."""
        if self.is_async:
            return python.awaited(python.call(python.name(self.name), python.name(argument), R, P))
        return python.call(python.name(self.name), python.name(argument), R)


class Selection:
    """
    Writes functions, as syntax trees, for the selection of an operation. They take `o`, the object that is read, and
    `r`, the bound `calls`; async ones also take `p`, the object's place. They refer to `names`.
    """

    def __init__(self, scope: OperationScope, variables: VariableValues) -> None:
        self.scope, self.variables, self.schema = scope, variables, scope.schema
        self.calls: list[FieldCall] = []
        self.functions: list[ast.stmt] = []
        self.fields = 0
        self.attributes: set[str] = set()
        """The attributes read so far for the field being written, and for the fields below it."""
        self.names: dict[str, object] = {
            one.__name__: one for one in (together, places, repeat, give_up, is_plain, is_closed)
        }

    def define(self, kind: str, parameters: str, body: Code) -> Function:
        """Add a function that returns `body`, with a unique name that begins with `kind`."""
        name = f"{kind}_{len(self.functions)}"
        parameters += "p" * body.is_async
        self.functions.append(python.function(name, parameters, body.tree, is_async=body.is_async))
        return Function(name, body.is_async)

    def root_fields(self, root_type: GraphQLObjectType) -> Iterator[tuple[str, str, Function, Function]]:
        """Yield for each its name in the answer and in traces, and the functions that read and complete its value."""
        selected = SelectedFields(self.scope, self.variables, root_type, [self.scope.node.selection_set])
        for name, nodes in selected.items():
            path = FieldPath(None, name, root_type.name)
            read, completed = self.field(root_type, nodes, path, python.name("i"), in_list=False)
            reading = self.define("read", "or", Code(read.code.tree))
            span = f"{root_type.name}.{nodes[0].name.value}"
            yield name, span, Function(reading.name, read.code.is_async), self.define("complete", "ir", completed)

    def field(
        self,
        parent_type: GraphQLObjectType,
        nodes: FieldNodes,
        path: FieldPath,
        value: ast.expr | None,
        *,
        in_list: bool,
    ) -> tuple[Read, Code]:
        """
        Return code that reads a field's value from `o`, and code that completes `value`. If that is None, the second
        includes the first.
        """
        self.fields += 1
        if self.fields > MAX_FIELDS:
            raise NotCompiled(FallbackReason.SIZE)
        outer, self.attributes = self.attributes, set()
        read = self.read(parent_type, nodes, path, in_list=in_list)
        tree, is_async = read.code
        value = value or (python.awaited(tree) if is_async else tree)
        completed = self.complete(read.kind, nodes, path, value, in_list=in_list, null=NONE)
        if read.call:
            path.columns = frozenset(self.attributes)
        self.attributes |= outer
        return read, completed

    def read(self, parent_type: GraphQLObjectType, nodes: FieldNodes, path: FieldPath, *, in_list: bool) -> Read:
        name = nodes[0].name.value
        if name == "__typename":
            return Read(Code(python.constant(parent_type.name)), GraphQLNonNull(GraphQLString))
        if name.startswith("__"):
            raise NotCompiled(FallbackReason.INTROSPECTION)
        field = parent_type.fields[name]
        definition = definition_of(field)
        if definition.base_resolver is None and not field.args:
            attribute: str = definition.python_name
            self.attributes.add(attribute)
            return Read(Code(python.attribute(O, attribute)), field.type, attribute)
        if may_wait(nodes[0], definition.metadata.get("waits")):
            raise NotCompiled(FallbackReason.RESOLVER)
        attributes = definition.metadata.get("attributes")
        if in_list and attributes is None:
            raise NotCompiled(FallbackReason.RESOLVER)
        self.attributes.update(attributes or ())
        call = FieldCall(self.scope, parent_type, nodes, path)
        self.calls.append(call)
        bound = python.entry(R, python.constant(len(self.calls) - 1))
        called = python.call(bound, *[P] * call.is_recorded, O)
        return Read(Code(called, call.is_async), field.type, call=call)

    def complete(
        self,
        kind: GraphQLOutputType,
        nodes: FieldNodes,
        path: FieldPath,
        value: ast.expr,
        *,
        in_list: bool,
        null: ast.expr,
    ) -> Code:
        """Return code that completes `value`, to `null` if it is None."""
        if isinstance(kind, GraphQLNonNull):
            return self.complete(kind.of_type, nodes, path, value, in_list=in_list, null=GIVE_UP)
        if isinstance(kind, GraphQLScalarType | GraphQLEnumType):
            return Code(leaf(kind, value, null, self.names))
        if isinstance(kind, GraphQLList):
            function = self.list(kind, nodes, path)
        elif isinstance(kind, GraphQLObjectType):
            function = self.define("object", "or", self.checked_object(kind, nodes, path, in_list=in_list))
        else:
            function = self.abstract(kind, nodes, path, in_list=in_list)
        return Code(null_or(python.assigned("v", value), null, function.called("v")), function.is_async)

    def list(self, kind: GraphQLList[GraphQLOutputType], nodes: FieldNodes, path: FieldPath) -> Function:
        """
        Return a function that completes each entry, `i`, of a list or tuple, async ones all at once. graphql-core
        handles other iterables.
        """
        entry = self.complete(kind.of_type, nodes, path, python.name("i"), in_list=True, null=NONE)
        if entry.is_async:
            function = python.name(self.define("entry", "ir", entry).name)
            all_r, all_p = python.call(python.name("repeat"), R), python.call(python.name("places"), P)
            each = python.call(python.name("map"), function, O, all_r, all_p)
            waiting = python.call(python.name("together"), python.starred(each))
            return self.define("list", "or", Code(guarded(IS_LIST, python.awaited(waiting)), is_async=True))
        return self.define("list", "or", Code(guarded(IS_LIST, python.comprehension(entry.tree, "i", O))))

    def checked_object(self, kind: GraphQLObjectType, nodes: FieldNodes, path: FieldPath, *, in_list: bool) -> Code:
        """Return the code of `object`, after a check that the value is of that type, if the type has one."""
        (tree, is_async), reads_attributes = self.object(kind, nodes, path, in_list=in_list)
        if kind.is_type_of:
            is_of_type = python.is_(self.is_type_of(kind), python.constant(True))
            return Code(guarded(is_of_type, tree), is_async)
        if reads_attributes:
            return Code(tree, is_async)
        return Code(guarded(call_with_class("is_plain"), tree), is_async)

    def object(
        self, kind: GraphQLObjectType, nodes: FieldNodes, path: FieldPath, *, in_list: bool
    ) -> tuple[Code, bool]:
        """Return code for the dictionary of the fields selected of `o`, and whether it reads any attribute of `o`."""
        selected = SelectedFields(self.scope, self.variables, kind, [node.selection_set for node in nodes])
        codes: dict[str, Code] = {}
        reads_attributes = False
        for name, field_nodes in selected.items():
            read, completed = self.field(kind, field_nodes, FieldPath(path, name, kind.name), None, in_list=in_list)
            codes[name] = Code(completed.tree, completed.is_async or read.code.is_async)
            reads_attributes |= read.attribute is not None
        is_async = any(code.is_async for code in codes.values())
        return Code(python.dictionary(self.awaited_together(codes)), is_async), reads_attributes

    def awaited_together(self, codes: Mapping[str, Code]) -> dict[str, ast.expr]:
        """Return the expressions of the fields. If several are async, the first of them awaits all at once."""
        trees = {name: code.tree for name, code in codes.items()}
        waiting = [name for name, code in codes.items() if code.is_async]
        if len(waiting) > 1:
            functions = [self.define("field", "or", codes[name]).name for name in waiting]
            calls = [python.call(python.name(function), O, R, P) for function in functions]
            all_of_them = python.assigned("a", python.awaited(python.call(python.name("together"), *calls)))
            trees |= {name: python.entry(python.name("a"), python.constant(at)) for at, name in enumerate(waiting)}
            trees[waiting[0]] = python.entry(all_of_them, python.constant(0))
        return trees

    def abstract(self, kind: GraphQLAbstractType, nodes: FieldNodes, path: FieldPath, *, in_list: bool) -> Function:
        """
        Return a function that completes a value as the first possible type whose `is_type_of` returns True. All
        interfaces and unions of our schema find the type like this.
        """
        tree, is_async = GIVE_UP, False
        for possible in reversed(self.schema.get_possible_types(kind)):
            if possible.is_type_of:
                body, _ = self.object(possible, nodes, path, in_list=in_list)
                function = self.define("object", "or", body)
                is_async = is_async or function.is_async
                says = python.assigned("t", self.is_type_of(possible))
                tree = python.conditional(
                    python.is_(says, python.constant(True)),
                    function.called("o"),
                    guarded(python.is_(python.name("t"), python.constant(False)), tree),
                )
        return self.define("any", "or", Code(guarded(call_with_class("is_closed"), tree), is_async))

    def is_type_of(self, kind: GraphQLObjectType) -> ast.expr:
        self.names[f"is_{kind.name}"] = kind.is_type_of
        return python.call(python.name(f"is_{kind.name}"), O, NONE)


def guarded(test: ast.expr, tree: ast.expr) -> ast.expr:
    """`tree if test else give_up()`"""
    return python.conditional(test, tree, GIVE_UP)


def call_with_class(function: str) -> ast.expr:
    """`function(o.__class__)`"""
    return python.call(python.name(function), python.attribute(O, "__class__"))
