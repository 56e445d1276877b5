from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields, ErrorFields


class RevokeInvitation(BaseModel):
    revoke_invitation: Optional["RevokeInvitationRevokeInvitation"] = Field(
        alias="revokeInvitation", default=None
    )


class RevokeInvitationRevokeInvitation(BaseModel):
    board: Optional["RevokeInvitationRevokeInvitationBoard"] = Field(default=None)
    errors: list["RevokeInvitationRevokeInvitationErrors"]


RevokeInvitationRevokeInvitationBoard = BoardFields
RevokeInvitationRevokeInvitationErrors = ErrorFields
RevokeInvitation.model_rebuild()
RevokeInvitationRevokeInvitation.model_rebuild()
