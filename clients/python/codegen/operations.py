"""
Write an operation for each field of Query, Mutation and Subscription that ../operations/ has none for, to
../operations/generated.graphql. The clients for Python and TypeScript are generated from them.

    uv run --no-project --with-requirements codegen/requirements.lock python codegen/operations.py

An operation selects all plain fields, and those of the objects in them. To keep answers small, it selects only the id
of an object that belongs to another object with an id, and of each of several tasks. The `user` of a `userId`, whose
reads by administrators are audited, is left out. A field that takes arguments, and a list of an object with an id, has
an operation of its own, such as `AdminUsers`. Deprecated fields, and counts of connections, are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graphql import (
    FragmentDefinitionNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationDefinitionNode,
    build_schema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    parse,
    print_ast,
    validate,
)

CLIENTS = Path(__file__).parents[2]
TARGET = CLIENTS / "operations" / "generated.graphql"
HEADER = "# Written by clients/python/codegen/operations.py from the SDL: change that.\n\n"
PAGE = "{{ nodes {nodes} pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }}"
Path_ = tuple[tuple[str, GraphQLField], ...]
"""The names and fields from the root to the one that an operation selects."""


@dataclass
class Operations:
    """The operations and fragments that are written, in addition to those given."""

    schema: GraphQLSchema
    given: str
    fragments: dict[str, str] = field(default_factory=dict)
    """The names of fragments by the names of their types."""
    written: dict[str, str] = field(default_factory=dict)
    """The texts of operations and fragments by their names."""

    def __post_init__(self) -> None:
        definitions = parse(self.given).definitions
        found = [one for one in definitions if isinstance(one, FragmentDefinitionNode)]
        self.fragments |= {one.type_condition.name.value: one.name.value for one in found}
        self.given_fields = {
            one.type_condition.name.value: {field.name.value for field in one.selection_set.selections} for one in found
        }
        roots = self.schema.query_type.fields.values() if self.schema.query_type else ()
        self.entered = {get_named_type(one.type) for one in roots if not is_several(one)}
        self.operations = {
            one.name.value for one in definitions if isinstance(one, OperationDefinitionNode) and one.name
        }

    def text(self) -> str:
        for kind, root in (
            ("query", self.schema.query_type),
            ("mutation", self.schema.mutation_type),
            ("subscription", self.schema.subscription_type),
        ):
            for path in self.paths(root, is_entered=kind == "query") if root else ():
                self.write(kind, path)
        return HEADER + "\n\n".join(print_ast(parse(text)) for text in self.written.values()) + "\n"

    def paths(self, root: GraphQLObjectType, is_entered: bool) -> Iterator[Path_]:
        """Return the paths of operations: the root's fields, and the fields that their objects leave out."""
        entered = set()
        for name, one in root.fields.items():
            if one.deprecation_reason:
                continue
            yield ((name, one),)
            kind = get_named_type(one.type)
            if is_entered and kind not in entered:
                entered.add(kind)
                yield from self.inner(one, ((name, one),))

    def inner(self, of: GraphQLField, before: Path_) -> Iterator[Path_]:
        kind = get_named_type(of.type)
        if not isinstance(kind, GraphQLObjectType) or is_several(of) or is_connection(kind):
            return
        given = self.given_fields.get(kind.name)
        for name, one in kind.fields.items():
            child = get_named_type(one.type)
            if one.deprecation_reason or is_leaf_type(child):
                continue
            path = (*before, (name, one))
            is_inside = name in given if given else not self.is_left_out(kind, one)
            if one.args or not is_inside:
                yield path
            is_object = isinstance(child, GraphQLObjectType) and not has_id(child)
            if is_object and not one.args and child.name not in self.given_fields:
                yield from self.inner(one, path)

    def write(self, kind: str, path: Path_) -> None:
        name = "".join(capitalized(one) for one, _ in path)
        if name in self.operations:
            return
        arguments = [(one, argument) for _, found in path for one, argument in found.args.items()]
        declared = ", ".join(f"${one}: {declared_type(argument)}" for one, argument in arguments)
        end = path[-1][1]
        selection = self.fields(get_named_type(end.type)) if kind == "mutation" else self.selection(end)
        for one, found in reversed(path):
            passed = ", ".join(f"{argument}: ${argument}" for argument in found.args)
            selection = f"{{ {one}{f'({passed})' if passed else ''} {selection} }}"
        self.written[name] = f"{kind} {name}{f'({declared})' if declared else ''} {selection}"

    def selection(self, of: GraphQLField, container: GraphQLObjectType | None = None) -> str:
        kind = get_named_type(of.type)
        if is_leaf_type(kind):
            return ""
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            return self.possible(kind)
        if container and has_id(kind) and (kind.name in self.given_fields if is_several(of) else has_id(container)):
            return "{ id }"
        return f"{{ ...{self.fragment(kind)} }}"

    def fragment(self, kind: GraphQLObjectType) -> str:
        """Return the name of the type's fragment, and write it if there is none."""
        if kind.name not in self.fragments:
            is_page = is_connection(kind)
            name = kind.name.replace("Connection", "Page") if is_page else f"{kind.name}Fields"
            self.fragments[kind.name] = name
            self.written[name] = f"fragment {name} on {kind.name} {self.fields(kind)}"
        return self.fragments[kind.name]

    def fields(self, kind: GraphQLObjectType) -> str:
        if is_connection(kind):
            return PAGE.format(nodes=self.selection(kind.fields["nodes"]))
        return f"{{ {' '.join(f'{name} {self.selection(one, kind)}' for name, one in self.plain(kind))} }}"

    def plain(self, kind: GraphQLObjectType) -> Iterator[tuple[str, GraphQLField]]:
        for name, one in kind.fields.items():
            is_leaf = is_leaf_type(get_named_type(one.type))
            if name == "user" and "userId" in kind.fields:
                continue
            if any(is_required_argument(argument) for argument in one.args.values()) or one.deprecation_reason:
                continue
            if is_leaf or not (one.args or self.is_left_out(kind, one)):
                yield name, one

    def is_left_out(self, kind: GraphQLObjectType, of: GraphQLField) -> bool:
        """Whether a field of an object with an id is a list of objects, or an object that has only lists."""
        child = get_named_type(of.type)
        if not isinstance(child, GraphQLObjectType) or not has_id(kind) or kind not in self.entered:
            return False
        return is_several(of) or not any(is_leaf_type(get_named_type(one.type)) for one in child.fields.values())

    def possible(self, kind: GraphQLInterfaceType | GraphQLUnionType) -> str:
        """Select the fields of each possible type that can be selected together with those before it."""
        selected = f"__typename {' '.join(getattr(kind, 'fields', ()))}"
        for one in self.schema.get_possible_types(kind):
            more = f"{selected} ... on {one.name} {{ ...{self.fragment(one)} }}"
            tried = f"fragment Tried on {kind.name} {{ {more} }}"
            document = "\n".join([self.given, *self.written.values(), tried])
            if not [error for error in validate(self.schema, parse(document)) if "conflict" in error.message]:
                selected = more
        return f"{{ {selected} }}"


def declared_type(argument: GraphQLArgument) -> str:
    """Return the type of an argument's variable, which may be left out if the argument has a default."""
    return str(argument.type) if is_required_argument(argument) else str(argument.type).removesuffix("!")


def is_several(of: GraphQLField) -> bool:
    return "[" in str(of.type)


def has_id(kind: GraphQLObjectType) -> bool:
    return "id" in kind.fields


def is_connection(kind: GraphQLObjectType) -> bool:
    return "pageInfo" in kind.fields


def capitalized(name: str) -> str:
    return name[0].upper() + name[1:]


def written() -> str:
    """Return the text of the file."""
    schema = build_schema((CLIENTS.parent / "schema" / "schema.graphql").read_text(encoding="utf-8"))
    others = [path for path in sorted(TARGET.parent.glob("*.graphql")) if path != TARGET]
    given = "\n".join(path.read_text(encoding="utf-8") for path in others)
    return Operations(schema, given).text()


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
