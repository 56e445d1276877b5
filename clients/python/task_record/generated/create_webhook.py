from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, WebhookFields


class CreateWebhook(BaseModel):
    create_webhook: Optional["CreateWebhookCreateWebhook"] = Field(
        alias="createWebhook", default=None
    )


class CreateWebhookCreateWebhook(BaseModel):
    webhook: Optional["CreateWebhookCreateWebhookWebhook"] = Field(default=None)
    errors: list["CreateWebhookCreateWebhookErrors"]
    secret: Optional[str] = Field(default=None)


CreateWebhookCreateWebhookWebhook = WebhookFields
CreateWebhookCreateWebhookErrors = ErrorFields
CreateWebhook.model_rebuild()
CreateWebhookCreateWebhook.model_rebuild()
