from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, UserFields


class SetPlan(BaseModel):
    set_plan: Optional["SetPlanSetPlan"] = Field(alias="setPlan", default=None)


class SetPlanSetPlan(BaseModel):
    user: Optional["SetPlanSetPlanUser"] = Field(default=None)
    errors: list["SetPlanSetPlanErrors"]


SetPlanSetPlanUser = UserFields
SetPlanSetPlanErrors = ErrorFields
SetPlan.model_rebuild()
SetPlanSetPlan.model_rebuild()
