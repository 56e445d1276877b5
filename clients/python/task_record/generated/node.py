from typing import Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    AuditEntryFields,
    BoardFields,
    BoardFieldsCover,
    BoardInvitationFields,
    CreditEntryFields,
    SavedViewFields,
    SavedViewFieldsFilter,
    SavedViewFieldsOrderBy,
    UserFields,
    UserFieldsCredits,
    UserFieldsPlan,
    WebhookDeliveryFields,
    WebhookDeliveryFieldsAttempts,
    WebhookFields,
)


class Node(BaseModel):
    node: Optional[
        Union[
            "NodeNodeNode",
            "NodeNodeAuditEntry",
            "NodeNodeBoard",
            "NodeNodeBoardInvitation",
            "NodeNodeCreditEntry",
            "NodeNodeSavedView",
            "NodeNodeUser",
            "NodeNodeWebhook",
            "NodeNodeWebhookDelivery",
        ]
    ] = Field(default=None)


class NodeNodeNode(BaseModel):
    typename__: Literal["Erasure", "Node", "ShareLink", "TaskRecord", "Viewer"] = Field(
        alias="__typename"
    )
    id: str


class NodeNodeAuditEntry(AuditEntryFields):
    typename__: Literal["AuditEntry"] = Field(alias="__typename")
    id: str


class NodeNodeBoard(BoardFields):
    typename__: Literal["Board"] = Field(alias="__typename")
    id: str


class NodeNodeBoardInvitation(BoardInvitationFields):
    typename__: Literal["BoardInvitation"] = Field(alias="__typename")
    id: str


class NodeNodeCreditEntry(CreditEntryFields):
    typename__: Literal["CreditEntry"] = Field(alias="__typename")
    id: str


class NodeNodeSavedView(SavedViewFields):
    typename__: Literal["SavedView"] = Field(alias="__typename")
    id: str


class NodeNodeUser(UserFields):
    typename__: Literal["User"] = Field(alias="__typename")
    id: str


class NodeNodeWebhook(WebhookFields):
    typename__: Literal["Webhook"] = Field(alias="__typename")
    id: str


class NodeNodeWebhookDelivery(WebhookDeliveryFields):
    typename__: Literal["WebhookDelivery"] = Field(alias="__typename")
    id: str


Node.model_rebuild()
