"""
The prices of which an operation's cost is made. One unit is about 0.1 ms of processor time, or 4,000 characters of an
answer.
"""

from collections.abc import Mapping

from graphql import OperationType

OBJECT, LEAF = 1, 0.125
LIST = 10
"""A further statement on a list of tasks, which counts them or looks whether any lie on the page's far side."""
LONG_NAME = 500
"""Characters of an alias that cost as much as a leaf: the alias stands in the answer as often as the field does."""
FIELDS: Mapping[str, float] = {
    "TaskRecord.prompt": 2.5,
    "TaskRecord.errorMessage": 0.5,
    "TaskRecord.parameters": 4,
    "TaskRecord.metadata": 1,
    "TaskRecord.derivedTasks": LIST,
    "TaskRecord.boards": 2,
    "Board.description": 0.5,
    "Board.taskCount": 0.25,
    "Board.memberCount": 0.25,
    "Board.cover": 3,  # a picture is looked for among 100 tasks
    "Board.tasks": 20,
    "Board.members": 2,
    "Board.invitations": 2,
    "Board.shareLinks": 2,
    "Board.links": 10,
    "BoardStatistics.total": 2,
    "BoardStatistics.members": 2,
    "BoardStatistics.months": 2,
    "TaskConnection.totals": 400,  # measured with 100,000 tasks
    "TaskConnection.failures": 400,
    "TaskRecord.lineage": 65,  # measured with 500 tasks in 170 steps; a lineage of a few tasks costs next to nothing
    "Image.url": 0.25,
    "Image.provenance": 1,
    "UsageGroup.generationTimeMs": 0.25,
    "TaskPlace.before": 100,
    "TaskPlace.after": 100,
    "Viewer.storageUsed": 10,
    "Viewer.tasksThisMonth": 10,
    "Viewer.credits": 10,
    "Credits.expiring": 10,
    "Credits.entries": 10,
    "Viewer.webhooks": 10,
    "Webhook.deliveries": 10,
    "WebhookDelivery.attempts": 2,
    "User.storageUsed": 10,
    "User.tasksThisMonth": 10,
    "User.credits": 10,
    "User.tasks": 20,
    "User.boards": 10,
    "User.shareLinks": 10,
    "User.statistics": 10,
    "Query.unfinishedTasks": 20,
    "Query.taskChanges": 40,
    "Query.verifyImage": 1_000,
    "Query.insights": 1_000,  # measured with 30,000 tasks
    "Query.compareModels": 1_000,
    "Query.similarTasks": 300,  # measured with 30,000 tasks
    "Query.prompts": 20,
    "Query.labels": 250,
    "Prompt.text": 2.5,
    "Prompt.bestTask": 3,  # a picture is looked for among 100 tasks
    "TaskRecord.labels": 1,
    "SavedView.where": 1,
    "Provenance.aigcLabel": 2,
    "Admin.statistics": 10,
    "Admin.statisticsHistory": 10,
    "Admin.activity": 10,
    "Admin.hours": 100,
    "Admin.models": 100,
    "Admin.failureHistory": 100,
    "Admin.users": 10,
    "Admin.tasks": 20,
    "Admin.storage": 100,
    "Admin.audit": 10,
    "Admin.failures": 200,
    "Admin.integrity": 1_000,
    "UserUsage.credits": 10,
    "Admin.erasure": 10,
    "Admin.erasures": 10,
    "Mutation.purgeTasks": 3_500,
    "Mutation.emptyTrash": 3_500,
    "Mutation.exportTasks": 500,
    "Mutation.eraseUser": 2_000,
}
"""The fields that cost more than an object or a leaf: long texts, and fields that take statements of their own."""
ROOT_FIELD = {OperationType.QUERY: 10, OperationType.MUTATION: 50, OperationType.SUBSCRIPTION: 10}
LOOKED_AT = 1_000
"""An image that is decoded to find what resembles it."""
INTROSPECTION = 500
IMAGE = ROOT_FIELD[OperationType.MUTATION]
"""Each further image that a mutation is given; the first is covered by the price of the mutation itself."""
MARKED = 100
"""An image that is decoded, and encoded again with a mark; once it is there, a request to storage."""
RECORDED = 30
"""
Each of several tasks that a mutation records, with the image that it starts from and its first result: what it costs by
itself, less the request. A hundred of them are within the limit of a request.
"""
VALUE, FREE_VALUES = 0.05, 1_000
"""Each value in the variables beyond the first thousand."""
SEARCH, FURTHER_WORD, SCAN, SCAN_OF_ALL = 250, 125, 20, 1_000
"""
What is added for each statement on a list: when it searches all prompts of a user, or their labels, for each further
word of the search, when it reads all rows of the user, and when it may have to read those of all users.
"""
SCANS = frozenset(
    {
        *("status", "taskType", "modelVersion", "aspectRatio"),
        *("externalId", "failureCode", "metadata", "updatedAt", "completedAt", "ratedAtLeast"),
        *("isStarred", "board"),
    }
)
"""The fields of a `TaskFilter` that have no index, or none over all users."""

USED_DAY, USED_HOURS = 0.25, 2
"""A day of usage of which one total is read, and one of which each hour is read."""

TOKEN, CHARACTER = 0.25, 0.002
"""Each token and each character of a document, for parsing and validating it."""
