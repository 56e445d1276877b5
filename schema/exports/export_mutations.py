from datetime import datetime

import strawberry

from models.exports.export_statements import ExportFormat
from resolvers.exports.export_tasks import export_tasks
from schema.tasks.task_filter import TaskFilter
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs
from schema.types.payload import mutation, payload
from schema.types.scalars import URL, BigInt

described_enum(
    ExportFormat,
    "A file format.",
    CSV="One row per task, in UTF-8 with a byte order mark; formulas are escaped.",
    NDJSON="One JSON object per task and line.",
    REPORT=(
        "A self-contained HTML page to print: totals, charts, failures, and small copies of the starred "
        "and best rated images."
    ),
    ZIP="The images, `tasks.ndjson`, and a manifest of sizes and SHA-256 sums.",
)


@strawberry.input(description="Which tasks to export, and how.")
class ExportTasksInput:
    format: ExportFormat = strawberry.field(description="The format of the file.")
    where: TaskFilter | None = strawberry.field(default=None, description="All by default.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The caller by default. Another user requires the `SERVICE` or `ADMIN` role; this is audited.",
    )
    board_id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "One of the caller's boards, for a `REPORT` of all members' tasks on it, as members see "
            "them. Excludes `userId`; in `where`, only `createdAt` is allowed."
        ),
    )
    language: str | None = strawberry.field(
        default=None,
        description="Of a `REPORT`: `zh-CN` or `en`. Defaults to the downloading browser's `Accept-Language`.",
    )


@strawberry.type(description="A prepared download.")
class Export:
    url: URL = strawberry.field(description="No token is needed.")
    expires_at: datetime = strawberry.field(description="When a download can no longer begin.")
    task_count: int = strawberry.field(description="The number of tasks now.")
    image_size: BigInt = strawberry.field(description="Bytes of the images, as far as known; a ZIP is slightly larger.")


@strawberry.type
class ExportMutations:
    export_tasks = mutation(
        export_tasks,
        ExportTasksInput,
        payload(export=Export),
        (
            "Prepare tasks for download, at a URL that works for 10 minutes. The download is streamed; "
            "if it cannot be completed, it fails rather than ending early."
        ),
        costs(500),
    )
