from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TaskEventKind
from .fragments import TaskFields


class TaskEvents(BaseModel):
    task_events: "TaskEventsTaskEvents" = Field(alias="taskEvents")


class TaskEventsTaskEvents(BaseModel):
    kind: TaskEventKind
    task_id: str = Field(alias="taskId")
    task: Optional["TaskEventsTaskEventsTask"] = Field(default=None)


TaskEventsTaskEventsTask = TaskFields
TaskEvents.model_rebuild()
TaskEventsTaskEvents.model_rebuild()
