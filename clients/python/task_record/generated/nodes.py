from typing import Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    BoardFields,
    BoardFieldsCover,
    CreditEntryFields,
    ShareLinkFields,
    ShareLinkFieldsBoard,
    ShareLinkFieldsTask,
    TaskFields,
    TaskFieldsImages,
    TaskFieldsOriginalImage,
    WebhookDeliveryFields,
    WebhookDeliveryFieldsAttempts,
    WebhookFields,
)


class Nodes(BaseModel):
    nodes: list[
        Optional[
            Union[
                "NodesNodesNode",
                "NodesNodesBoard",
                "NodesNodesCreditEntry",
                "NodesNodesShareLink",
                "NodesNodesTaskRecord",
                "NodesNodesWebhook",
                "NodesNodesWebhookDelivery",
            ]
        ]
    ]


class NodesNodesNode(BaseModel):
    typename__: Literal["Node"] = Field(alias="__typename")
    id: str


class NodesNodesBoard(BoardFields):
    typename__: Literal["Board"] = Field(alias="__typename")
    id: str


class NodesNodesCreditEntry(CreditEntryFields):
    typename__: Literal["CreditEntry"] = Field(alias="__typename")
    id: str


class NodesNodesShareLink(ShareLinkFields):
    typename__: Literal["ShareLink"] = Field(alias="__typename")
    id: str


class NodesNodesTaskRecord(TaskFields):
    typename__: Literal["TaskRecord"] = Field(alias="__typename")
    id: str


class NodesNodesWebhook(WebhookFields):
    typename__: Literal["Webhook"] = Field(alias="__typename")
    id: str


class NodesNodesWebhookDelivery(WebhookDeliveryFields):
    typename__: Literal["WebhookDelivery"] = Field(alias="__typename")
    id: str


Nodes.model_rebuild()
