"""
The part of the SDL that most products need, for people and language models to read: the ten operations of docs/api.md,
with their types.
"""

import re
from typing import Any, cast

from graphql import GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema, is_object_type, print_schema

CORE = {
    "Query": ("task", "tasks", "statistics"),
    "Mutation": ("createTask", "completeTask", "failTask", "deleteTask", "createImageUpload", "createWebhook"),
    "Subscription": ("taskEvents",),
}
"""The operations, by the type that they are fields of."""
LEFT_OUT = {
    "TaskRecord": (
        "boards",
        "derivedTasks",
        "imagesRemovedAt",
        "isStarred",
        "labels",
        "lineage",
        "promptRemovedAt",
        "rating",
        "sources",
        "trashedAt",
        "user",
    ),
    "TaskConnection": ("failures", "totals"),
    "TaskFilter": ("board", "isStarred", "labels", "ratedAtLeast"),
    "CreateTaskInput": ("sources",),
    "Image": ("provenance",),
    "Webhook": ("deliveries", "disabledAt", "disabledReason", "failingSince"),
}
"""The fields of these types that lead to other subjects. Deprecated fields are left out, too."""
DESCRIPTION = re.compile(r'"""(.*?)"""', re.DOTALL)


def core_schema(schema: GraphQLSchema) -> str:
    """Return the core's SDL. This removes the other fields from `schema`, so pass one built for this."""
    for name, operations in CORE.items():
        root = fields_of(schema, name)
        for operation in root.keys() - set(operations):
            del root[operation]
    for name, fields in LEFT_OUT.items():
        for field in fields:
            del fields_of(schema, name)[field]
    for kind in filter(is_object_type, schema.type_map.values()):
        for name, field in list(kind.fields.items()):
            if field.deprecation_reason:
                del kind.fields[name]
    core = GraphQLSchema(schema.query_type, schema.mutation_type, schema.subscription_type)
    without_blank_lines = re.sub(r"\n\n(?=  )", "\n", print_schema(core))
    return DESCRIPTION.sub(compact, without_blank_lines) + "\n"


def compact(description: re.Match[str]) -> str:
    """Return a description of one line in one line, where graphql-core prints three."""
    text = description[1].strip()
    return description[0] if "\n" in text else f'"""{text}"""'


def fields_of(schema: GraphQLSchema, name: str) -> dict[str, Any]:
    fields: dict[str, Any] = cast("GraphQLObjectType | GraphQLInputObjectType", schema.type_map[name]).fields
    return fields
