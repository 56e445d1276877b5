from datetime import datetime

import strawberry

from models.exports.export_statements import ExportFormat
from resolvers.exports.export_tasks import TasksToExport, export_tasks
from schema.tasks.task_filter import TaskFilter
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs
from schema.types.payload import mutation, payload
from schema.types.scalars import URL, BigInt

described_enum(
    ExportFormat,
    "A file format.",
    CSV=(
        "One row per task, in UTF-8 with a byte order mark; values that a spreadsheet would read as formulas are "
        "escaped."
    ),
    NDJSON="One JSON object per task and line.",
    REPORT=(
        "A printable, self-contained HTML page: totals, charts, failures, and small versions of the starred and best "
        "rated images."
    ),
    ZIP="The images, with `tasks.ndjson` and a manifest of sizes and SHA-256 sums.",
)


@strawberry.input(description="Which tasks to export, and how.")
class ExportTasksInput:
    format: ExportFormat
    where: TaskFilter | None = strawberry.field(default=None, description="The tasks to export; all by default.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The user whose tasks to export; the caller by default. Another user requires the `ADMIN` role.",
    )
    board_id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "A board of which the caller is a member, for a `REPORT` of all members' tasks on it, with the data that "
            "members can see. Cannot be combined with `userId`; in `where`, only `createdAt` is allowed."
        ),
    )
    language: str | None = strawberry.field(
        default=None,
        description=(
            "The language of a `REPORT`: `zh-CN` or `en`. Defaults to the preference of the downloading browser "
            "(`Accept-Language`)."
        ),
    )


@strawberry.type(description="A prepared download.")
class Export:
    url: URL = strawberry.field(description="The URL of the file; no token is needed.")
    expires_at: datetime = strawberry.field(description="When `url` expires for a download that has not begun.")
    task_count: int = strawberry.field(description="Number of tasks to export now.")
    image_size: BigInt = strawberry.field(
        description="Bytes of the tasks' images, as far as known; a ZIP is slightly larger."
    )


@strawberry.type
class ExportMutations:
    export_tasks = mutation(
        export_tasks,
        TasksToExport,
        ExportTasksInput,
        payload(export=Export),
        (
            "Prepare the caller's tasks for download. The returned URL works without a token for 10 minutes. The "
            "download is streamed; if it cannot be completed, it fails instead of ending early."
        ),
        costs(500),
    )
