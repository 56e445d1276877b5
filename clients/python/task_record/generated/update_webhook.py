from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, WebhookFields


class UpdateWebhook(BaseModel):
    update_webhook: Optional["UpdateWebhookUpdateWebhook"] = Field(
        alias="updateWebhook", default=None
    )


class UpdateWebhookUpdateWebhook(BaseModel):
    webhook: Optional["UpdateWebhookUpdateWebhookWebhook"] = Field(default=None)
    errors: list["UpdateWebhookUpdateWebhookErrors"]


UpdateWebhookUpdateWebhookWebhook = WebhookFields
UpdateWebhookUpdateWebhookErrors = ErrorFields
UpdateWebhook.model_rebuild()
UpdateWebhookUpdateWebhook.model_rebuild()
