from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class RecordTasks(BaseModel):
    record_tasks: Optional["RecordTasksRecordTasks"] = Field(
        alias="recordTasks", default=None
    )


class RecordTasksRecordTasks(BaseModel):
    results: list["RecordTasksRecordTasksResults"]
    errors: list["RecordTasksRecordTasksErrors"]


class RecordTasksRecordTasksResults(BaseModel):
    task: Optional["RecordTasksRecordTasksResultsTask"] = Field(default=None)
    errors: list["RecordTasksRecordTasksResultsErrors"]


class RecordTasksRecordTasksResultsTask(BaseModel):
    id: str


RecordTasksRecordTasksResultsErrors = ErrorFields
RecordTasksRecordTasksErrors = ErrorFields
RecordTasks.model_rebuild()
RecordTasksRecordTasks.model_rebuild()
RecordTasksRecordTasksResults.model_rebuild()
