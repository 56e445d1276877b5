from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import FailuresOnDayFields


class AdminFailureHistory(BaseModel):
    admin: Optional["AdminFailureHistoryAdmin"] = Field(default=None)


class AdminFailureHistoryAdmin(BaseModel):
    failure_history: list["AdminFailureHistoryAdminFailureHistory"] = Field(
        alias="failureHistory"
    )


AdminFailureHistoryAdminFailureHistory = FailuresOnDayFields
AdminFailureHistory.model_rebuild()
AdminFailureHistoryAdmin.model_rebuild()
