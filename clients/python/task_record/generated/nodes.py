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


class Nodes(BaseModel):
    nodes: list[
        Optional[
            Union[
                "NodesNodesNode",
                "NodesNodesAuditEntry",
                "NodesNodesBoard",
                "NodesNodesBoardInvitation",
                "NodesNodesCreditEntry",
                "NodesNodesSavedView",
                "NodesNodesUser",
                "NodesNodesWebhook",
                "NodesNodesWebhookDelivery",
            ]
        ]
    ]


class NodesNodesNode(BaseModel):
    typename__: Literal["Erasure", "Node", "ShareLink", "TaskRecord", "Viewer"] = Field(
        alias="__typename"
    )
    id: str


class NodesNodesAuditEntry(AuditEntryFields):
    typename__: Literal["AuditEntry"] = Field(alias="__typename")
    id: str


class NodesNodesBoard(BoardFields):
    typename__: Literal["Board"] = Field(alias="__typename")
    id: str


class NodesNodesBoardInvitation(BoardInvitationFields):
    typename__: Literal["BoardInvitation"] = Field(alias="__typename")
    id: str


class NodesNodesCreditEntry(CreditEntryFields):
    typename__: Literal["CreditEntry"] = Field(alias="__typename")
    id: str


class NodesNodesSavedView(SavedViewFields):
    typename__: Literal["SavedView"] = Field(alias="__typename")
    id: str


class NodesNodesUser(UserFields):
    typename__: Literal["User"] = Field(alias="__typename")
    id: str


class NodesNodesWebhook(WebhookFields):
    typename__: Literal["Webhook"] = Field(alias="__typename")
    id: str


class NodesNodesWebhookDelivery(WebhookDeliveryFields):
    typename__: Literal["WebhookDelivery"] = Field(alias="__typename")
    id: str


Nodes.model_rebuild()
