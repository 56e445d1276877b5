from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class EmptyTrash(BaseModel):
    empty_trash: Optional["EmptyTrashEmptyTrash"] = Field(
        alias="emptyTrash", default=None
    )


class EmptyTrashEmptyTrash(BaseModel):
    removed_tasks: int = Field(alias="removedTasks")
    errors: list["EmptyTrashEmptyTrashErrors"]


EmptyTrashEmptyTrashErrors = ErrorFields
EmptyTrash.model_rebuild()
EmptyTrashEmptyTrash.model_rebuild()
