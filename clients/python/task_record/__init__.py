"""The client of Task Record, the system of record for AI image generation."""

from task_record.access.user_id import user_id
from task_record.async_client import AsyncTaskRecord
from task_record.client import TaskRecord
from task_record.errors import TaskRecordError
from task_record.generated.fragments import TaskFields as Task
from task_record.generated.input_types import DateTimeRange, MetadataFilter, TaskFilter, TaskOrder, TaskSourceInput
from task_record.generated.task_events import TaskEventsTaskEvents as TaskEvent
from task_record.recording.many import RecordedRow, Row
from task_record.recording.recording import Recording, task_id
from task_record.webhooks import Event, NotVerified, Webhooks

__all__ = [
    "AsyncTaskRecord",
    "DateTimeRange",
    "Event",
    "MetadataFilter",
    "NotVerified",
    "RecordedRow",
    "Recording",
    "Row",
    "Task",
    "TaskEvent",
    "TaskFilter",
    "TaskOrder",
    "TaskRecord",
    "TaskRecordError",
    "TaskSourceInput",
    "Webhooks",
    "task_id",
    "user_id",
]
