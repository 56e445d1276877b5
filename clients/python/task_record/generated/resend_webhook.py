from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class ResendWebhook(BaseModel):
    resend_webhook: Optional["ResendWebhookResendWebhook"] = Field(
        alias="resendWebhook", default=None
    )


class ResendWebhookResendWebhook(BaseModel):
    resent_deliveries: int = Field(alias="resentDeliveries")
    errors: list["ResendWebhookResendWebhookErrors"]


ResendWebhookResendWebhookErrors = ErrorFields
ResendWebhook.model_rebuild()
ResendWebhookResendWebhook.model_rebuild()
