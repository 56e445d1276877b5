from .base_model import BaseModel
from .fragments import TaskPage


class Tasks(BaseModel):
    tasks: "TasksTasks"


TasksTasks = TaskPage
Tasks.model_rebuild()
