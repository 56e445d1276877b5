import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from models.webhooks.delivery_record import DeliveryState
from models.webhooks.delivery_statements import DeliveryRow
from schema.described_enum import described_enum
from schema.execution.field_metadata import reads
from schema.node import Node
from schema.page_info import PageInfo

described_enum(
    DeliveryState,
    "What has become of a delivery.",
    WAITING="It is sent at `nextAttemptAt`, unless its webhook is switched off by then.",
    DELIVERED="The receiver has answered with a status from 200 to 299.",
    FAILED="It was given up after the last attempt.",
)


@strawberry.type(description="One attempt to deliver an event.")
class WebhookAttempt:
    started_at: datetime
    duration_ms: int
    status: int | None = strawberry.field(description="The HTTP status of the answer; null when there was none.")
    error: str | None = strawberry.field(
        description="Why there was no answer, such as a refused connection or an address that is not public."
    )


@strawberry.type(
    description="An event for one webhook. Its id is sent as the header `webhook-id`, the same in each attempt."
)
class WebhookDelivery(Node):
    type: str = strawberry.field(description="The type that is sent, for example `task.completed` or `test`.")
    state: DeliveryState

    @strawberry.field(
        graphql_type=list[WebhookAttempt], metadata=reads("attempts"), description="The last 12 attempts, oldest first."
    )
    def attempts(root: strawberry.Parent[DeliveryRow]) -> Sequence[WebhookAttempt]:
        return [attempt(**one) for one in json.loads(root.attempts)]

    next_attempt_at: datetime | None = strawberry.field(
        description="When the next attempt is due; null when there will be none."
    )
    created_at: datetime = strawberry.field(description="When the event happened.")

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return isinstance(value, DeliveryRow)


def attempt(started_at: str, **rest: Any) -> WebhookAttempt:
    return WebhookAttempt(started_at=datetime.fromisoformat(started_at), **rest)


@strawberry.type(description="A delivery and its position in the list.")
class WebhookDeliveryEdge:
    cursor: str
    node: WebhookDelivery


@strawberry.type(description="A page of deliveries.")
class WebhookDeliveryConnection:
    edges: list[WebhookDeliveryEdge]
    nodes: list[WebhookDelivery]
    page_info: PageInfo
