from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import LabelFields


class TaskLabels(BaseModel):
    task: Optional["TaskLabelsTask"] = Field(default=None)


class TaskLabelsTask(BaseModel):
    labels: list["TaskLabelsTaskLabels"]


TaskLabelsTaskLabels = LabelFields
TaskLabels.model_rebuild()
TaskLabelsTask.model_rebuild()
