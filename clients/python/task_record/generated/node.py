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


class Node(BaseModel):
    node: Optional[
        Union[
            "NodeNodeNode",
            "NodeNodeBoard",
            "NodeNodeCreditEntry",
            "NodeNodeShareLink",
            "NodeNodeTaskRecord",
            "NodeNodeWebhook",
            "NodeNodeWebhookDelivery",
        ]
    ] = Field(default=None)


class NodeNodeNode(BaseModel):
    typename__: Literal["Node"] = Field(alias="__typename")
    id: str


class NodeNodeBoard(BoardFields):
    typename__: Literal["Board"] = Field(alias="__typename")
    id: str


class NodeNodeCreditEntry(CreditEntryFields):
    typename__: Literal["CreditEntry"] = Field(alias="__typename")
    id: str


class NodeNodeShareLink(ShareLinkFields):
    typename__: Literal["ShareLink"] = Field(alias="__typename")
    id: str


class NodeNodeTaskRecord(TaskFields):
    typename__: Literal["TaskRecord"] = Field(alias="__typename")
    id: str


class NodeNodeWebhook(WebhookFields):
    typename__: Literal["Webhook"] = Field(alias="__typename")
    id: str


class NodeNodeWebhookDelivery(WebhookDeliveryFields):
    typename__: Literal["WebhookDelivery"] = Field(alias="__typename")
    id: str


Node.model_rebuild()
