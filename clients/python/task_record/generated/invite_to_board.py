from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardInvitationFields, ErrorFields


class InviteToBoard(BaseModel):
    invite_to_board: Optional["InviteToBoardInviteToBoard"] = Field(
        alias="inviteToBoard", default=None
    )


class InviteToBoardInviteToBoard(BaseModel):
    invitation: Optional["InviteToBoardInviteToBoardInvitation"] = Field(default=None)
    errors: list["InviteToBoardInviteToBoardErrors"]
    url: Optional[str] = Field(default=None)
    secret: Optional[str] = Field(default=None)


InviteToBoardInviteToBoardInvitation = BoardInvitationFields
InviteToBoardInviteToBoardErrors = ErrorFields
InviteToBoard.model_rebuild()
InviteToBoardInviteToBoard.model_rebuild()
