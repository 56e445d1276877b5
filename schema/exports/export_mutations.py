from dataclasses import field
from datetime import datetime

import strawberry

from models.exports.task_export import ExportFormat
from resolvers.exports.export_tasks import TasksToExport, export_tasks
from schema.described_enum import described_enum
from schema.payload import mutation
from schema.scalars import URL, BigInt
from schema.tasks.task_connection import TaskFilter
from schema.user_error import UserError

described_enum(
    ExportFormat,
    "A file format.",
    CSV="One row a task, UTF-8 with a byte order mark, spreadsheet formulas defused.",
    NDJSON="One JSON object a line.",
    ZIP="The images, with `tasks.ndjson` and a manifest of sizes and SHA-256 sums.",
)


@strawberry.input(description="Which tasks to export, and how.")
class ExportTasksInput:
    format: ExportFormat
    where: TaskFilter | None = None
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whose. Needs the `ADMIN` role; the caller's when omitted."
    )


@strawberry.type(description="A download.")
class Export:
    url: URL
    expires_at: datetime
    task_count: int = strawberry.field(description="How many tasks there are to export now.")
    image_size: BigInt = strawberry.field(
        description="Bytes of their images, as far as they are known: a ZIP is a little larger."
    )


@strawberry.type(description="What `exportTasks` did.")
class ExportTasksPayload:
    export: Export | None = None
    errors: list[UserError] = field(default_factory=list)


@strawberry.type
class ExportMutations:
    export_tasks = mutation(
        export_tasks,
        TasksToExport,
        ExportTasksInput,
        ExportTasksPayload,
        "Prepare the caller's tasks for download. The URL returned works without a token, for 10 minutes, and streams: "
        "the export is never cut short silently.",
    )
