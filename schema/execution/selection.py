"""What an operation selects, as Python: see schema/executor.py."""

from asyncio import gather
from collections.abc import Awaitable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from math import inf
from types import GeneratorType
from typing import Any, Never

from asyncpg.pgproto.pgproto import UUID
from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    Undefined,
    is_leaf_type,
)
from graphql.execution.collect_fields import (
    CollectedFields,
    FragmentDetails,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues
from graphql.pyutils import Path
from strawberry.schema.schema_converter import GraphQLCoreConverter

from schema.execution.field_call import Details, NotPlain, Resolver, Scope

PLAIN: dict[Any, str] = {
    GraphQLString: ".__class__ is str",
    GraphQLBoolean: ".__class__ is bool",
    GraphQLInt: f".__class__ is int and {-(2**31)} <= v < {2**31}",
    GraphQLFloat: ".__class__ is float and -inf < v < inf",
    datetime.isoformat: ".__class__ is datetime",
    date.isoformat: ".__class__ is date",
    int: ".__class__ is int",
    str: ".__class__ is str",
}
"""When a value is what it is written as, by type, or by the function that writes a scalar of ours."""


@dataclass(frozen=True, slots=True)
class Code:
    """An expression. One with `await` in it belongs in an `async def`."""

    text: str
    is_async: bool = False


class Selection:
    """
    Writes functions of `o`, the object that is read, and `r`, the bound `resolvers`; `compiled` gives them by name.
    """

    def __init__(self, scope: Scope, variables: VariableValues) -> None:
        self.scope, self.variables = scope, variables
        self.schema = scope.schema
        self.fragments = {name: FragmentDetails(fragment) for name, fragment in scope.fragments.items()}
        self.resolvers: list[Resolver] = []
        self.source: list[str] = []
        self.attributes: set[str] = set()
        """Those read so far of the field in hand, and of what it holds."""
        self.names: dict[str, Any] = {
            "UUID": UUID,
            "datetime": datetime,
            "date": date,
            "inf": inf,
            "together": together,
            "give_up": give_up,
            "is_plain": is_plain,
        }

    def compiled(self) -> dict[str, Any]:
        exec("\n".join(self.source), self.names)  # noqa: S102 - names and numbers are all that it is made of
        return self.names

    def named(self, kind: str, value: object) -> str:
        name = f"{kind}_{len(self.names)}"
        self.names[name] = value
        return name

    def define(self, kind: str, parameters: str, body: Code) -> str:
        """A function that returns `body`."""
        name = self.named(kind, None)
        self.source.append(f"{'async ' * body.is_async}def {name}({parameters}): return {body.text}")
        return name

    def root_fields(self, root_type: GraphQLObjectType) -> Iterator[tuple[str, Code, Code]]:
        """The name of each in the response, how `o` is asked for its value, and how that, `v`, is completed."""
        details = collect_fields(self.schema, self.fragments, self.variables, root_type, self.scope.operation)
        for name, field_details in fields_of(details):
            path = Path(None, name, root_type.name)
            yield name, *self.field(root_type, field_details, path, "i", in_list=False)

    def object(self, object_type: GraphQLObjectType, details: Details, path: Path, *, in_list: bool) -> Code:
        selected = collect_subfields(
            self.schema, self.fragments, self.variables, self.scope.operation, object_type, details
        )
        codes = {}
        for name, field_details in fields_of(selected):
            field_path = Path(path, name, object_type.name)
            value, completed = self.field(object_type, field_details, field_path, None, in_list=in_list)
            codes[name] = Code(completed.text, completed.is_async or value.is_async)
        text = "{" + ", ".join(f"{name!r}: {code}" for name, code in self.beside_each_other(codes).items()) + "}"
        if object_type.is_type_of:
            text += f" if {self.named('is_type_of', object_type.is_type_of)}(o, None) is True else give_up()"
        elif not any("o." in code.text for code in codes.values()):
            text += " if is_plain(o.__class__) else give_up()"
        return Code(text, any(code.is_async for code in codes.values()))

    def beside_each_other(self, codes: dict[str, Code]) -> dict[str, str]:
        """What waits, if it is more than one, waits together, as soon as the first is asked for."""
        waiting = [name for name, code in codes.items() if code.is_async]
        texts = {name: code.text for name, code in codes.items()}
        if len(waiting) > 1:
            calls = ", ".join(f"{self.define('field', 'o, r', codes[name])}(o, r)" for name in waiting)
            texts |= {name: f"a[{index}]" for index, name in enumerate(waiting)}
            texts[waiting[0]] = f"(a := await together({calls}))[0]"
        return texts

    def field(
        self, parent_type: GraphQLObjectType, details: Details, path: Path, name: str | None, *, in_list: bool
    ) -> tuple[Code, Code]:
        """How `o` is asked for its value, to be awaited when async, and how that is completed, called `name` if so."""
        outer, self.attributes = self.attributes, set()
        value, field_type, resolver = self.read(parent_type, details, path, in_list=in_list)
        text = name or (f"await {value.text}" if value.is_async else value.text)
        completed = self.complete(field_type, details, path, text, in_list=in_list)
        if resolver:
            resolver.columns = frozenset(self.attributes)
        self.attributes |= outer
        return value, completed

    def read(
        self, parent_type: GraphQLObjectType, details: Details, path: Path, *, in_list: bool
    ) -> tuple[Code, GraphQLOutputType, Resolver | None]:
        name = details[0].node.name.value
        if name == "__typename":
            return Code(repr(parent_type.name)), GraphQLNonNull(GraphQLString), None
        field = self.schema.get_field(parent_type, name)
        definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF) if field else None
        if field is None or definition is None:
            raise NotPlain
        if getattr(field.resolve, "_is_default", False) and not field.args:
            if definition.default_resolver is not getattr:
                raise NotPlain
            self.attributes.add(definition.python_name)
            return Code(f"o.{definition.python_name}"), field.type, None
        attributes = definition.metadata.get("attributes")
        if in_list and (definition.is_async or attributes is None):
            raise NotPlain
        self.attributes.update(attributes or ())
        resolver = Resolver(self.scope, parent_type, details, path)
        self.resolvers.append(resolver)
        return Code(f"r[{len(self.resolvers) - 1}](o)", definition.is_async), field.type, resolver

    def complete(
        self, kind: Any, details: Details, path: Path, value: str, *, in_list: bool, null: str = "None"
    ) -> Code:
        """What `value` is completed to, `null` when it is None."""
        if isinstance(kind, GraphQLNonNull):
            return self.complete(kind.of_type, details, path, value, in_list=in_list, null="give_up()")
        if is_leaf_type(kind):
            return Code(self.leaf(kind, value, null))
        if isinstance(kind, GraphQLList):
            item = self.complete(kind.of_type, details, path, "i", in_list=True)
            listed = f"[{item.text} for i in o] if o.__class__ is list or o.__class__ is tuple else give_up()"
            name = self.define("list", "o, r", Code(listed))
            return Code(f"({null} if (v := {value}) is None else {name}(v, r))")
        if isinstance(kind, GraphQLObjectType):
            made = self.object(kind, details, path, in_list=in_list)
            name = self.define("object", "o, r", made)
            called = f"await {name}(v, r)" if made.is_async else f"{name}(v, r)"
            return Code(f"({null} if (v := {value}) is None else {called})", made.is_async)
        raise NotPlain

    def leaf(self, kind: Any, value: str, null: str) -> str:
        if isinstance(kind, GraphQLEnumType):
            wrapped: Any = getattr(kind, "wrapped_cls", ())  # Strawberry's own enums have it
            names = {entry.value: name for name, entry in kind.values.items()}
            members = {member: names[member.value] for member in wrapped}
            return f"({null} if (v := {value}) is None else {self.named('names', names | members)}[v])"
        leaf = self.named("leaf", partial(write_leaf, kind))
        otherwise = f"{null} if v is None else {leaf}(v)"
        if kind is GraphQLID:
            return f"(str(v) if (v := {value}).__class__ is UUID else {otherwise})"
        plain = PLAIN.get(kind) or PLAIN.get(kind.serialize)
        return (
            f"(v if (v := {value}){plain} else {otherwise})"
            if plain
            else f"({otherwise.replace('v', f'(v := {value})', 1)})"
        )


def fields_of(collected: CollectedFields) -> Iterable[tuple[str, Details]]:
    if collected.new_defer_usages:
        raise NotPlain
    return collected.grouped_field_set.items()


def write_leaf(kind: Any, value: Any) -> object:
    written = kind.coerce_output_value(value) if is_plain(value.__class__) else None
    return give_up() if written is None or written is Undefined else written


@lru_cache(maxsize=1_000)
def is_plain(kind: type) -> bool:
    """Whether graphql-core does not see to such a value before it completes it."""
    return not issubclass(kind, (Exception, Awaitable, GeneratorType, type(Undefined)))


def give_up() -> Never:
    raise NotPlain


async def together(*pending: Coroutine[Any, Any, Any]) -> list[Any]:
    """Their results, or the exception of one of them when all have ended."""
    results = await gather(*pending, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results
