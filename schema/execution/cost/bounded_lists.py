"""Every list of the schema declares, at its field, how many entries it has."""

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_nullable_type, is_list_type

from schema.types.field_metadata import Entries, definition_of


class UnboundedList(Exception):
    """The list does not declare its length: use `metadata=at_most(…)` of schema/types/field_metadata.py."""


def entries_of(field: GraphQLField) -> Entries:
    """Return the declared length of the list. Raises UnboundedList if it declares none."""
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
    """Raise UnboundedList for a list that does not declare its length."""
    for name, field in lists_of(schema).items():
        try:
            entries_of(field)
        except UnboundedList as error:
            raise UnboundedList(name) from error
