from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class DeleteWebhook(BaseModel):
    delete_webhook: Optional["DeleteWebhookDeleteWebhook"] = Field(
        alias="deleteWebhook", default=None
    )


class DeleteWebhookDeleteWebhook(BaseModel):
    deleted_webhook_id: Optional[str] = Field(alias="deletedWebhookId", default=None)
    errors: list["DeleteWebhookDeleteWebhookErrors"]


DeleteWebhookDeleteWebhookErrors = ErrorFields
DeleteWebhook.model_rebuild()
DeleteWebhookDeleteWebhook.model_rebuild()
