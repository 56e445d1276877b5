from .base_model import BaseModel
from .fragments import UsageGroupFields


class Usage(BaseModel):
    usage: list["UsageUsage"]


UsageUsage = UsageGroupFields
Usage.model_rebuild()
