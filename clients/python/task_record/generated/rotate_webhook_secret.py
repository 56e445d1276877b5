from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, WebhookFields


class RotateWebhookSecret(BaseModel):
    rotate_webhook_secret: Optional["RotateWebhookSecretRotateWebhookSecret"] = Field(
        alias="rotateWebhookSecret", default=None
    )


class RotateWebhookSecretRotateWebhookSecret(BaseModel):
    webhook: Optional["RotateWebhookSecretRotateWebhookSecretWebhook"] = Field(
        default=None
    )
    errors: list["RotateWebhookSecretRotateWebhookSecretErrors"]
    secret: Optional[str] = Field(default=None)


RotateWebhookSecretRotateWebhookSecretWebhook = WebhookFields
RotateWebhookSecretRotateWebhookSecretErrors = ErrorFields
RotateWebhookSecret.model_rebuild()
RotateWebhookSecretRotateWebhookSecret.model_rebuild()
