from pydantic import Field

from .base_model import BaseModel
from .fragments import SimilarTaskFields


class SimilarTasks(BaseModel):
    similar_tasks: list["SimilarTasksSimilarTasks"] = Field(alias="similarTasks")


SimilarTasksSimilarTasks = SimilarTaskFields
SimilarTasks.model_rebuild()
