from datetime import datetime

import strawberry

from models.exports.task_export import ExportFormat
from resolvers.exports.export_tasks import TasksToExport, export_tasks
from schema.tasks.task_filter import TaskFilter
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs
from schema.types.payload import mutation, payload
from schema.types.scalars import URL, BigInt

described_enum(
    ExportFormat,
    "A file format.",
    CSV="One row per task, in UTF-8 with a byte order mark; what a spreadsheet would take for a formula is made text.",
    NDJSON="One JSON object per task, each on a line.",
    REPORT=(
        "A page to read and to print, in one HTML file that needs no network: totals, charts, failures, and the "
        "starred and best rated pictures, small."
    ),
    ZIP="The images, with `tasks.ndjson` and a manifest of sizes and SHA-256 sums.",
)


@strawberry.input(description="Which tasks to export, and how.")
class ExportTasksInput:
    format: ExportFormat
    where: TaskFilter | None = strawberry.field(default=None, description="Which tasks; all of them when omitted.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The user whose tasks to export; the caller when omitted. Any other user needs the `ADMIN` role.",
    )
    board_id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "A board of which the caller is a member: a `REPORT` of the tasks on it, of all members, with what members "
            "see of them. Beside it, `userId` is not given, and in `where` nothing but `createdAt`."
        ),
    )
    language: str | None = strawberry.field(
        default=None,
        description=(
            "Of a `REPORT`: `zh-CN` or `en`. When omitted, what the browser prefers that downloads it "
            "(`Accept-Language`)."
        ),
    )


@strawberry.type(description="A download that has been prepared.")
class Export:
    url: URL = strawberry.field(description="Where to download the file; no token is needed.")
    expires_at: datetime = strawberry.field(description="When `url` stops working for a download that has not begun.")
    task_count: int = strawberry.field(description="How many tasks there are to export now.")
    image_size: BigInt = strawberry.field(
        description="Bytes of the tasks' images, as far as they are known; a ZIP is a little larger."
    )


@strawberry.type
class ExportMutations:
    export_tasks = mutation(
        export_tasks,
        TasksToExport,
        ExportTasksInput,
        payload(export=Export),
        "Prepare the caller's tasks for download. The URL returned works without a token, for 10 minutes. The download "
        "is streamed, and never cut short silently: one that cannot be finished fails.",
        costs(500),
    )
