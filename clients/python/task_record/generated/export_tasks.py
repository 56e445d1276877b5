from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class ExportTasks(BaseModel):
    export_tasks: Optional["ExportTasksExportTasks"] = Field(
        alias="exportTasks", default=None
    )


class ExportTasksExportTasks(BaseModel):
    export: Optional["ExportTasksExportTasksExport"] = Field(default=None)
    errors: list["ExportTasksExportTasksErrors"]


class ExportTasksExportTasksExport(BaseModel):
    url: str
    expires_at: datetime = Field(alias="expiresAt")
    task_count: int = Field(alias="taskCount")
    image_size: int = Field(alias="imageSize")


ExportTasksExportTasksErrors = ErrorFields
ExportTasks.model_rebuild()
ExportTasksExportTasks.model_rebuild()
