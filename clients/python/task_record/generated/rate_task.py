from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, TaskFields


class RateTask(BaseModel):
    rate_task: Optional["RateTaskRateTask"] = Field(alias="rateTask", default=None)


class RateTaskRateTask(BaseModel):
    task: Optional["RateTaskRateTaskTask"] = Field(default=None)
    errors: list["RateTaskRateTaskErrors"]


RateTaskRateTaskTask = TaskFields
RateTaskRateTaskErrors = ErrorFields
RateTask.model_rebuild()
RateTaskRateTask.model_rebuild()
