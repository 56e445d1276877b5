from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, WebhookDeliveryFields


class TestWebhook(BaseModel):
    test_webhook: Optional["TestWebhookTestWebhook"] = Field(
        alias="testWebhook", default=None
    )


class TestWebhookTestWebhook(BaseModel):
    delivery: Optional["TestWebhookTestWebhookDelivery"] = Field(default=None)
    errors: list["TestWebhookTestWebhookErrors"]


TestWebhookTestWebhookDelivery = WebhookDeliveryFields
TestWebhookTestWebhookErrors = ErrorFields
TestWebhook.model_rebuild()
TestWebhookTestWebhook.model_rebuild()
