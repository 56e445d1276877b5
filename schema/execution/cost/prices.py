"""
What counts how much. One unit is about a tenth of a millisecond of a processor, or 4,000 characters of an answer.
"""

from collections.abc import Mapping

from graphql import OperationType

from models.administration.recent_failures import GROUPS
from models.lineage.lineage_statements import MAX_ROOTS
from models.tasks.task import MAX_IMAGES
from models.webhooks.delivery_record import MOST_ATTEMPTS
from models.webhooks.webhook_statements import MOST_OF_ALL, MOST_OWN
from resolvers.lineage.lineage_inputs import MAX_SOURCES

OBJECT, LEAF = 1, 0.125
LIST = 10
"""A further statement on a list of tasks: how many there are, whether any lie on the page's other side."""
LONG_NAME = 500
"""Characters of an alias that count as much as a leaf more: it stands in the answer as often as the field does."""
FIELDS: Mapping[str, float] = {
    "TaskRecord.prompt": 2.5,
    "TaskRecord.errorMessage": 0.5,
    "TaskRecord.derivedTasks": LIST,
    "TaskRecord.lineage": 65,  # of 500 tasks in 170 steps; one of a few is next to nothing
    "Image.url": 0.25,
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
    "Admin.statistics": 10,
    "Admin.statisticsHistory": 10,
    "Admin.users": 10,
    "Admin.tasks": 20,
    "Admin.storage": 100,
    "Admin.audit": 10,
    "Admin.failures": 200,
    "Admin.integrity": 1_000,
    "UserUsage.credits": 10,
    "Admin.erasure": 10,
    "Mutation.purgeTasks": 3_500,
    "Mutation.exportTasks": 500,
    "Mutation.eraseUser": 2_000,
}
"""Those that count more than an object or a leaf: long texts by their characters, statements of their own."""
ROOT_FIELD = {OperationType.QUERY: 10, OperationType.MUTATION: 50, OperationType.SUBSCRIPTION: 10}
INTROSPECTION = 500
IMAGE = ROOT_FIELD[OperationType.MUTATION]
"""An image beyond the first that a mutation is given: as much as the first, which is the mutation's own."""
SEARCH, FURTHER_WORD, SCAN, SCAN_OF_ALL = 250, 125, 20, 1_000
"""
More for each statement on a list: when it searches all prompts of a user, for each word but the first that it searches
for, when it looks at all of the user's rows, or may have to look at those of all users.
"""
SCANS = frozenset({"status", "taskType", "modelVersion", "aspectRatio"})
"""Fields of a `TaskFilter` that no index finds."""

USED_DAY, USED_HOURS = 0.25, 2
"""A day of usage that is read, and one of which each hour is read."""

TOKEN, CHARACTER = 0.25, 0.002
"""Of a document, which is read and validated."""

LENGTHS: Mapping[str, int] = {
    "TaskRecord.images": MAX_IMAGES,
    "TaskRecord.sources": MAX_SOURCES,
    "Lineage.roots": MAX_ROOTS,
    "Admin.failures": GROUPS,
    "Viewer.webhooks": MOST_OWN + MOST_OF_ALL,
    "WebhookDelivery.attempts": MOST_ATTEMPTS,
}
"""The most entries that these lists have."""
ASSUMED_SIZE = 10
"""Entries of a list whose length neither a page nor ids nor dates tell."""
