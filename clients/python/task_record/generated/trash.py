from .base_model import BaseModel
from .fragments import TaskPage


class Trash(BaseModel):
    trash: "TrashTrash"


TrashTrash = TaskPage
Trash.model_rebuild()
