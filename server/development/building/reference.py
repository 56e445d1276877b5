"""Generates the API's reference, a page of Markdown, from the descriptions in its SDL."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import cast

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLType,
    GraphQLUnionType,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
    print_ast,
)

from schema.types.common_descriptions import PAYLOAD_FIELDS

HEAD = """# Reference

Every operation and type of the API, written by `./run reference` from the descriptions in `schema/schema.graphql`.
[API](api.md) shows the most important operations at work.

- A **mutation** has one argument, `input`, with the fields listed. It returns its fields after "Returns", and `errors`,
  a list of [UserError](#usererror). Its types are named after it: `CreateTaskInput`, `CreateTaskPayload`.
- A **list in pages**, such as `TaskConnection`, has `edges`, `nodes` and `pageInfo` ([PageInfo](#pageinfo)). An edge
  has a `cursor` and a `node`; `nodes` are those of `edges`. *paging* stands for the arguments `first: Int`,
  `after: String`, `last: Int` and `before: String`.
- An **interface's fields** are listed there alone, not with the types that implement it. **Deprecated fields** are left
  out; the SDL names their replacements.
"""
PAGING = {"first", "after", "last", "before"}
PAGE = {"edges", "nodes", "pageInfo"}
EDGE = {"cursor", "node"}
KINDS: dict[str, type[GraphQLNamedType] | tuple[type[GraphQLNamedType], ...]] = {
    "Objects": GraphQLObjectType,
    "Interfaces and unions": (GraphQLInterfaceType, GraphQLUnionType),
    "Inputs": GraphQLInputObjectType,
    "Enums": GraphQLEnumType,
    "Scalars": GraphQLScalarType,
}
Member = GraphQLField | GraphQLInputField | GraphQLArgument


def reference(schema: GraphQLSchema) -> str:
    """Return the page: queries, mutations and subscriptions first, then the other types by kind and name."""
    return "\n".join(ReferencePage(schema).page())


class ReferencePage:
    """The page of a schema. `places` maps each type without a section of its own to the section that shows it."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.places: dict[str, str] = {}
        for name in schema.mutation_type.fields if schema.mutation_type else ():
            for kind in ("Input", "Payload"):
                self.places[f"{name[0].upper()}{name[1:]}{kind}"] = f"mutation{name}"
        for name, one in schema.type_map.items():
            if isinstance(one, GraphQLObjectType) and one.fields.keys() in (PAGE, EDGE):
                node = one.fields["nodes" if "nodes" in one.fields else "node"]
                self.places[name] = get_named_type(node.type).name

    def page(self) -> Iterator[str]:
        schema = self.schema
        yield HEAD
        roots = [root for root in (schema.query_type, schema.mutation_type, schema.subscription_type) if root]
        for title, root in zip(("Queries", "Mutations", "Subscriptions"), roots, strict=True):
            yield f"## {title}\n"
            for name, field in sorted(root.fields.items()):
                yield f"### {root.name}.{name}\n"
                yield from described(field)
                yield from self.mutation(field) if root is schema.mutation_type else self.operation(name, field)
        for title, kind in KINDS.items():
            yield f"## {title}\n"
            for name, one in sorted(schema.type_map.items()):
                if isinstance(one, kind) and one not in roots and not self.is_elsewhere(one):
                    yield f"### {name}\n"
                    yield from described(one)
                    yield from self.members(one)

    def is_elsewhere(self, one: GraphQLNamedType) -> bool:
        return one.name in self.places or is_introspection_type(one) or is_specified_scalar_type(one)

    def operation(self, name: str, field: GraphQLField) -> Iterator[str]:
        yield f"{self.signature(name, field)}\n"
        paging = PAGING if field.args.keys() >= PAGING else set()
        described_arguments = {name: one for name, one in field.args.items() if one.description}
        yield from self.listed({name: one for name, one in described_arguments.items() if name not in paging})

    def mutation(self, field: GraphQLField) -> Iterator[str]:
        """Yield the fields of the input, and those that the payload has in addition to `errors`."""
        if "input" in field.args:
            yield from self.members(get_named_type(field.args["input"].type))
        payload = cast("GraphQLObjectType", get_named_type(field.type))
        returned = {
            name: one
            for name, one in payload.fields.items()
            if name != "errors" or one.description not in (None, PAYLOAD_FIELDS["errors"])
        }
        texts = [sentence(self.signature(name, one), one.description) for name, one in returned.items()]
        yield f"Returns {' '.join(texts)}\n"

    def members(self, one: GraphQLNamedType) -> Iterator[str]:
        """Yield the fields of a type, the values of an enum, or the members of a union."""
        match one:
            case GraphQLEnumType():
                yield from self.listed(one.values)
            case GraphQLUnionType():
                yield f"{', '.join(self.linked(member) for member in one.types)}\n"
            case GraphQLObjectType() | GraphQLInterfaceType():
                if one.interfaces:
                    yield f"Implements {', '.join(self.linked(each) for each in one.interfaces)}.\n"
                known = PAGE if one.fields.keys() >= PAGE else {name for each in one.interfaces for name in each.fields}
                yield from self.listed({name: each for name, each in one.fields.items() if name not in known})
            case GraphQLInputObjectType():
                yield from self.listed(one.fields)

    def listed(self, members: Mapping[str, Member | GraphQLEnumValue]) -> Iterator[str]:
        """Yield a list. Members that follow each other share an entry if their descriptions are equal, or missing."""
        current = {name: one for name, one in members.items() if not one.deprecation_reason}
        lines = [
            sentence(", ".join(self.signature(name, one) for name, one in group), description)
            for description, group in groupby(current.items(), lambda member: member[1].description)
        ]
        if lines:
            yield "".join(f"- {line}\n" for line in lines)

    def signature(self, name: str, one: Member | GraphQLEnumValue) -> str:
        """Return the name, with arguments, type and default; of a value of an enum, the name alone."""
        if isinstance(one, GraphQLEnumValue):
            return f"`{name}`"
        arguments = self.arguments(one.args) if isinstance(one, GraphQLField) and one.args else ""
        return f"`{name}`{arguments}: {self.linked(one.type)}{default(one)}"

    def arguments(self, given: dict[str, GraphQLArgument]) -> str:
        paging = ["*paging*"] if given.keys() >= PAGING else []
        own = [self.signature(name, one) for name, one in given.items() if not (paging and name in PAGING)]
        return f"({', '.join(paging + own)})"

    def linked(self, one: GraphQLType) -> str:
        """Return the type as GraphQL writes it, with its name linking to its section of the page."""
        named = get_named_type(one)
        before, after = str(one).split(named.name)
        place = self.places.get(named.name, named.name).lower()
        name = f"`{named.name}`" if is_specified_scalar_type(named) else f"[{named.name}](#{place})"
        return f"{before}{name}{after}".replace("[[", "\\[[")


def described(one: GraphQLNamedType | GraphQLField) -> Iterator[str]:
    if one.description:
        yield f"{one.description}\n"


def default(one: Member) -> str:
    node = getattr(one.ast_node, "default_value", None)
    text = print_ast(node) if node else "null"
    return f" = `{text}`" if text != "null" else ""


def sentence(start: str, description: str | None) -> str:
    return f"{start}. {' '.join(description.split())}" if description else start
