"""Every list of the schema declares how many entries it has, where its field is declared."""

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_nullable_type, is_list_type

from schema.types.field_metadata import Entries, definition_of


class UnboundedList(Exception):
    """The list does not say how many entries it has: `metadata=at_most(…)` does, of schema/types/field_metadata.py."""


def entries_of(field: GraphQLField) -> Entries:
    """How many entries the list has, as it is declared. UnboundedList when it is not."""
    entries = definition_of(field).metadata.get("entries")
    if not isinstance(entries, Entries):
        raise UnboundedList
    return entries


def lists_of(schema: GraphQLSchema) -> dict[str, GraphQLField]:
    """Return the fields that return lists, by type and name, except those of introspection."""
    return {
        f"{kind.name}.{name}": field
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
        if is_list_type(get_nullable_type(field.type))
    }


def check_lists(schema: GraphQLSchema) -> None:
    """Raise UnboundedList for a list that does not declare how many entries it has."""
    for name, field in lists_of(schema).items():
        try:
            entries_of(field)
        except UnboundedList as error:
            raise UnboundedList(name) from error
