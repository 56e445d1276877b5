"""The descriptions of fields and arguments that have none at their declaration, mostly since many types share them."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLNamedType, GraphQLSchema, get_named_type, is_input_object_type

REFUSED = "null if the mutation was refused."
NONE_IF_REFUSED = "empty if the mutation was refused."
PAYLOAD_FIELDS = {
    "board": f"The board after the change; {REFUSED}",
    "credits": f"The user's credits after the change; {REFUSED}",
    "deletedBoardId": f"The board that no longer exists; {REFUSED}",
    "deletedTaskId": f"The task that no longer exists; {REFUSED}",
    "deletedTaskIds": f"The tasks that no longer exist; {NONE_IF_REFUSED}",
    "deletedViewId": f"The view that no longer exists; {REFUSED}",
    "deletedWebhookId": f"The webhook that no longer exists; {REFUSED}",
    "delivery": f"The test event, whose `attempts` report what the receiver returned; {REFUSED}",
    "errors": "Why the mutation was refused; empty if it was not.",
    "export": f"The prepared download; {REFUSED}",
    "invitation": f"The new invitation; {REFUSED}",
    "restoredTaskIds": f"The tasks that are no longer in the trash; {NONE_IF_REFUSED}",
    "savedView": f"The view after the change; {REFUSED}",
    "shareLink": f"The link after the change; {REFUSED}",
    "task": f"The task after the change; {REFUSED}",
    "tasks": f"The tasks after the change; {NONE_IF_REFUSED}",
    "trashedTaskIds": f"The tasks that are now in the trash; {NONE_IF_REFUSED}",
    "upload": f"The request to send; {REFUSED}",
    "user": f"The user after the change; {REFUSED}",
    "webhook": f"The webhook after the change; {REFUSED}",
}
"""Of fields of payloads, by name."""
FIELDS = {
    "canceledTasks": "Tasks with the status `CANCELED`, neither completed nor failed.",
    "completedTasks": "Tasks with the status `COMPLETED`.",
    "cost": "Providers' charges, in `CURRENCY`.",
    "createdAt": "When it was created.",
    "creditsDeducted": "Credits that the tasks cost.",
    "cursor": "The position in the list, for `after` and `before`.",
    "edges": "The entries of the page, each with its cursor.",
    "failedTasks": "Tasks with the status `FAILED`.",
    "lastFailedAt": "When the latest of these tasks failed.",
    "node": "The entry at this position.",
    "nodes": "The entries of `edges`, for clients that need no cursors.",
    "pageInfo": "The position of the page in its list.",
    "plan": "The limits that apply to the user.",
    "taskCount": "Tasks, whatever their status.",
    "tokensUsed": "Tokens of the models, input and output together.",
}
"""Of fields of other objects, by name."""
ARGUMENTS = {
    "after": "A cursor, after which the page begins. Use it with `first`.",
    "before": "A cursor, before which the page ends. Use it with `last`.",
    "createdBefore": "Only tasks created before this time.",
    "date": "Any day of the period; today by default.",
    "externalId": "The `externalId` that the task was recorded with.",
    "first": "The first 1 to 100 entries after `after`, or of the list; 50 by default.",
    "from": "The first day, in the server's time zone.",
    "groupBy": "Up to two dimensions. Without any, all usage is one group.",
    "id": "The id of the object, a UUID.",
    "ids": "Up to 100 ids, each a UUID.",
    "image": "The file to verify.",
    "last": "The last 1 to 100 entries before `before`, or of the list.",
    "lastTaskBefore": "Only users whose latest task was created before this time.",
    "models": "Two values of `modelVersion`.",
    "month": "Any day of the month; all months by default.",
    "orderBy": "The order; newest first by default.",
    "period": "The length of the period.",
    "quantile": "Between 0 and 1, exclusive.",
    "search": "Words that the prompt contains, as in `TaskFilter`.",
    "startingAt": "A creation time at which the page begins. Use it with `first`.",
    "state": "Only deliveries in this state; all by default.",
    "to": "The day after the last, in the server's time zone.",
    "userId": "Only this user's; all users' by default.",
    "variant": "The rendition that the URL leads to.",
    "where": "Only tasks that match this filter; all by default.",
    "Admin.taskPlace(userId)": "The user who owns the task.",
    "Admin.users(orderBy)": "The figure by which users are ranked.",
    "Credits.expiring(before)": "Only credits that expire before this time.",
    "Query.similarTasks(first)": "The most tasks to return: 1 to 50.",
    "Query.similarTasks(to)": "A task, a prompt or an image.",
    "Query.user(id)": "The id of the user.",
    "Query.taskByExternalId(userId)": "The caller by default. Another user requires the `SERVICE` role.",
    "TaskRecord.boards(first)": "The most boards to return: 1 to 100.",
}
"""Of arguments, by name, or by type, field and name where the name has another meaning."""
INPUT_FIELDS = {
    "boardId": "The id of the board.",
    "createdBefore": "Only tasks created before this time.",
    "generationTimeMs": "How long the generation took, in milliseconds.",
    "id": "The id of the object, a UUID.",
    "image": "The input image.",
    "inputTokens": "Tokens of the prompt and of input images.",
    "outputTokens": "Tokens of the result.",
    "relation": "How the task was derived from its source.",
    "taskId": "The id of the task.",
    "taskType": "Must be one of the plan's `taskTypes`.",
    "userId": "The id of the user.",
    "webhookId": "The id of the webhook.",
}
"""Of fields of inputs, by name."""


def describe(schema: GraphQLSchema) -> None:
    """Give each field and argument without a description that of its name; to `input`, that of its type."""
    for name, kind in schema.type_map.items():
        of_object = PAYLOAD_FIELDS if name.endswith("Payload") else FIELDS
        if not name.startswith("__"):
            describe_fields(kind, INPUT_FIELDS if is_input_object_type(kind) else of_object)


def describe_fields(kind: GraphQLNamedType, descriptions: Mapping[str, str]) -> None:
    fields: dict[str, Any] = getattr(kind, "fields", {})
    for name, field in fields.items():
        field.description = field.description or descriptions.get(name)
        for argument_name, argument in getattr(field, "args", {}).items():
            found = ARGUMENTS.get(f"{kind.name}.{name}({argument_name})") or ARGUMENTS.get(argument_name)
            if argument_name == "input":
                found = get_named_type(argument.type).description
            argument.description = argument.description or found
