"""Makes the API's reference, a page of Markdown, from the descriptions in its SDL."""

from collections.abc import Iterable, Iterator

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
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

HEAD = """# Reference

Every operation and type of the API, as `./run reference` writes them from the descriptions in its schema
(`schema/schema.graphql`). [API](api.md) shows the operations at work.
"""
KINDS: dict[str, type[GraphQLNamedType] | tuple[type[GraphQLNamedType], ...]] = {
    "Objects": GraphQLObjectType,
    "Interfaces and unions": (GraphQLInterfaceType, GraphQLUnionType),
    "Inputs": GraphQLInputObjectType,
    "Enums": GraphQLEnumType,
    "Scalars": GraphQLScalarType,
}


def reference(schema: GraphQLSchema) -> str:
    """Return the page: queries, mutations and subscriptions first, then the other types by kind and name."""
    roots = [root for root in (schema.query_type, schema.mutation_type, schema.subscription_type) if root]
    others = [
        one
        for name, one in sorted(schema.type_map.items())
        if one not in roots and not is_introspection_type(one) and not is_specified_scalar_type(one)
    ]
    blocks = [HEAD]
    for title, root in zip(("Queries", "Mutations", "Subscriptions"), roots, strict=True):
        blocks.append(f"## {title}\n")
        for name, field in sorted(root.fields.items()):
            blocks += [f"### {root.name}.{name}\n", *described(field), *operation(name, field)]
    for title, kind in KINDS.items():
        blocks.append(f"## {title}\n")
        for one in (one for one in others if isinstance(one, kind)):
            blocks += [f"### {one.name}\n", *described(one), *members(one)]
    return "\n".join(blocks)


def described(one: GraphQLNamedType | GraphQLField) -> Iterator[str]:
    if one.description:
        yield f"{one.description}\n"


def operation(name: str, field: GraphQLField) -> Iterator[str]:
    """Yield the type that the operation answers with, and its arguments."""
    yield f"Answers with {linked(field.type)}.\n"
    if field.args:
        yield listed(entry(argument, field.args[argument]) for argument in field.args)


def members(one: GraphQLNamedType) -> Iterator[str]:
    """Yield the fields of a type, the values of an enum, or the members of a union."""
    match one:
        case GraphQLEnumType():
            yield listed(sentence(f"`{name}`", value.description) for name, value in one.values.items())
        case GraphQLUnionType():
            yield listed(linked(member) for member in one.types)
        case GraphQLObjectType() | GraphQLInterfaceType():
            if one.interfaces:
                yield f"Implements {', '.join(linked(each) for each in one.interfaces)}.\n"
            yield listed(entry(name, field) for name, field in one.fields.items())
        case GraphQLInputObjectType():
            yield listed(entry(name, field) for name, field in one.fields.items())


def listed(entries: Iterable[str]) -> str:
    return "".join(f"- {each}\n" for each in entries)


def entry(name: str, field: GraphQLField | GraphQLInputField | GraphQLArgument) -> str:
    """Return a line for a field or an argument: its name, arguments, type, default and description."""
    arguments = ""
    if isinstance(field, GraphQLField) and field.args:
        arguments = f"({', '.join(f'{name}: {linked(each.type)}{default(each)}' for name, each in field.args.items())})"
    return sentence(f"`{name}`{arguments}: {linked(field.type)}{default(field)}", field.description)


def default(field: GraphQLField | GraphQLInputField | GraphQLArgument) -> str:
    node = getattr(field.ast_node, "default_value", None)
    text = print_ast(node) if node else "null"
    return f" = `{text}`" if text != "null" else ""


def sentence(start: str, description: str | None) -> str:
    return f"{start}. {' '.join(description.split())}" if description else start


def linked(one: GraphQLType) -> str:
    """Return the type as GraphQL writes it, with its name linking to its section of the page."""
    named = get_named_type(one)
    before, after = str(one).split(named.name)
    name = f"`{named.name}`" if is_specified_scalar_type(named) else f"[{named.name}](#{named.name.lower()})"
    return f"{before}{name}{after}".replace("[[", "\\[[")
