from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ImageFields


class TaskGeneratedImage(BaseModel):
    task: Optional["TaskGeneratedImageTask"] = Field(default=None)


class TaskGeneratedImageTask(BaseModel):
    generated_image: Optional["TaskGeneratedImageTaskGeneratedImage"] = Field(
        alias="generatedImage", default=None
    )


TaskGeneratedImageTaskGeneratedImage = ImageFields
TaskGeneratedImage.model_rebuild()
TaskGeneratedImageTask.model_rebuild()
