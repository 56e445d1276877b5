"""Describes the variables of an operation, and its result, as JSON Schemas."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLInputType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableDefinitionNode,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_required_input_field,
    type_from_ast,
    value_from_ast_untyped,
)

from schema.execution.cost.operation_cost import Fragments

JsonSchema = dict[str, Any]
Path = tuple[str, ...]
SCALARS: Mapping[str, JsonSchema] = {
    "BigInt": {"type": "integer"},
    "Boolean": {"type": "boolean"},
    "Date": {"type": "string", "format": "date"},
    "DateTime": {"type": "string", "format": "date-time"},
    "Decimal": {"type": "string"},
    "Float": {"type": "number"},
    "ID": {"type": "string"},
    "Int": {"type": "integer"},
    "JSON": {},
    "String": {"type": "string"},
}
ADDRESS, FILE = "URL", "Upload"
"""Scalars that are not in the schemas: an address becomes a link, and a call cannot have a file."""


def arguments_schema(schema: GraphQLSchema, node: OperationDefinitionNode) -> JsonSchema:
    """Return the JSON Schema of the operation's variables."""
    variables = {one.variable.name.value: one for one in node.variable_definitions or ()}
    return {
        "type": "object",
        "properties": {name: variable_schema(schema, one) for name, one in variables.items()},
        "required": [
            name
            for name, one in variables.items()
            if one.default_value is None and is_non_null_type(type_from_ast(schema, one.type))
        ],
        "additionalProperties": False,
    }


def variable_schema(schema: GraphQLSchema, node: VariableDefinitionNode) -> JsonSchema:
    kind: Any = type_from_ast(schema, node.type)
    found = input_schema(kind) | described(node.description.value if node.description else None)
    return found | ({"default": value_from_ast_untyped(node.default_value)} if node.default_value else {})


def input_schema(kind: GraphQLInputType) -> JsonSchema:
    """Return the JSON Schema of an input. An optional value is omitted, so the schema does not allow null."""
    if is_non_null_type(kind):
        return input_schema(kind.of_type)
    if is_list_type(kind):
        return {"type": "array", "items": input_schema(kind.of_type)}
    if not is_input_object_type(kind):
        return leaf_schema(kind)
    fields = {name: field for name, field in kind.fields.items() if get_named_type(field.type).name != FILE}
    found: JsonSchema = {
        "type": "object",
        "properties": {name: input_schema(field.type) | described(field.description) for name, field in fields.items()},
        "additionalProperties": False,
    }
    if kind.is_one_of:
        return found | {"minProperties": 1, "maxProperties": 1}
    return found | {"required": [name for name, field in fields.items() if is_required_input_field(field)]}


def leaf_schema(kind: object) -> JsonSchema:
    if is_enum_type(kind):
        return {"type": "string", "enum": list(kind.values)}
    return dict(SCALARS[str(kind)])


def described(text: str | None) -> JsonSchema:
    return {"description": " ".join(text.split())} if text else {}


class ResultSchema:
    """
    The JSON Schema of what an operation selects, without addresses. `addresses` has the path to each address: names,
    through lists and objects.
    """

    def __init__(self, schema: GraphQLSchema, fragments: Fragments, node: OperationDefinitionNode) -> None:
        self.schema, self.fragments = schema, fragments
        self.addresses: list[Path] = []
        self.whole = self.of_object(schema.get_root_type(node.operation), node.selection_set, ())

    def of(self, kind: GraphQLOutputType, selected: SelectionSetNode | None, path: Path) -> JsonSchema:
        if is_non_null_type(kind):
            return self.of_present(kind.of_type, selected, path)
        found = self.of_present(kind, selected, path)
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
        if "type" in found:
            found["type"] = [found["type"], "null"]
        return found

    def of_present(self, kind: GraphQLOutputType, selected: SelectionSetNode | None, path: Path) -> JsonSchema:
        if is_list_type(kind):
            return {"type": "array", "items": self.of(kind.of_type, selected, path)}
        return self.of_object(kind, selected, path) if selected else leaf_schema(kind)

    def of_object(self, kind: object, selected: SelectionSetNode, path: Path) -> JsonSchema:
        """Return the schema of an object. A field is required unless only some types of an interface have it."""
        properties: dict[str, JsonSchema] = {}
        required = []
        for parent, node in self.fields_of(kind, selected):
            field, name = parent.fields[node.name.value], (node.alias or node.name).value
            if get_named_type(field.type).name == ADDRESS:
                self.addresses.append((*path, name))
                continue
            properties[name] = self.of(field.type, node.selection_set, (*path, name))
            required += [name] if is_object_type(kind) else []
        return {"type": "object", "properties": properties, "required": required}

    def fields_of(self, kind: Any, selected: SelectionSetNode) -> Iterator[tuple[Any, FieldNode]]:
        """Yield the fields that are selected, also in fragments, each with the type that has it."""
        for node in selected.selections:
            if isinstance(node, FieldNode):
                yield kind, node
                continue
            fragment: Any = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            yield from self.fields_of(self.schema.type_map[fragment.type_condition.name.value], fragment.selection_set)
