from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import LineageFields


class TaskLineage(BaseModel):
    task: Optional["TaskLineageTask"] = Field(default=None)


class TaskLineageTask(BaseModel):
    lineage: "TaskLineageTaskLineage"


TaskLineageTaskLineage = LineageFields
TaskLineage.model_rebuild()
TaskLineageTask.model_rebuild()
