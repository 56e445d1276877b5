from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardInvitationFields


class BoardInvitations(BaseModel):
    board: Optional["BoardInvitationsBoard"] = Field(default=None)


class BoardInvitationsBoard(BaseModel):
    invitations: list["BoardInvitationsBoardInvitations"]


BoardInvitationsBoardInvitations = BoardInvitationFields
BoardInvitations.model_rebuild()
BoardInvitationsBoard.model_rebuild()
