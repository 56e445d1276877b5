from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AuditPage


class AdminAudit(BaseModel):
    admin: Optional["AdminAuditAdmin"] = Field(default=None)


class AdminAuditAdmin(BaseModel):
    audit: "AdminAuditAdminAudit"


AdminAuditAdminAudit = AuditPage
AdminAudit.model_rebuild()
AdminAuditAdmin.model_rebuild()
