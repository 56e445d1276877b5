from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, UrlConstraints
from pydantic_core import Url

from models.webhooks.webhook_record import WebhookEventType
from resolvers.arguments import Input, OneOfInput, Reference

MOST_CHARACTERS = 2_000


def sendable(url: Url) -> Url:
    """
    The URL, if events may be sent to it; otherwise raises ValueError. It has no password: events are signed instead,
    and everyone who lists webhooks would see it.
    """
    if url.username or url.password:
        raise ValueError("must not have a user name or password")
    if len(str(url)) > MOST_CHARACTERS:
        raise ValueError(f"must have at most {MOST_CHARACTERS} characters after percent-encoding")
    return url


Address = Annotated[
    Url,
    UrlConstraints(max_length=MOST_CHARACTERS, allowed_schemes=["https"], host_required=True),
    AfterValidator(sendable),
]
Events = Annotated[
    list[WebhookEventType],
    Field(min_length=1, max_length=100),
    AfterValidator(lambda events: list(dict.fromkeys(events))),
]


class NewWebhook(Input):
    url: Address
    events: Events
    all_users: bool


class WebhookChange(Reference):
    """The new values; those that are None stay as they are."""

    url: Address | None
    events: Events | None
    enabled: bool | None


class FailedDeliveries(Input):
    webhook_id: UUID
    since: datetime


class DeliveriesToResend(OneOfInput):
    """Either one delivery, or the failed ones of a webhook."""

    delivery_id: UUID | None = None
    failed: FailedDeliveries | None = None
