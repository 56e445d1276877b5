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
    "How far a delivery has come.",
    WAITING="On its way: it is sent at `nextAttemptAt`, unless its webhook is switched off.",
    DELIVERED="Answered with a status from 200 to 299.",
    FAILED="Given up after the last attempt.",
)


@strawberry.type(description="One attempt to deliver.")
class WebhookAttempt:
    started_at: datetime
    duration_ms: int
    status: int | None = strawberry.field(description="The HTTP status; null when there was no answer.")
    error: str | None = strawberry.field(
        description="Why there was none, such as a refused connection or an address that may not be sent to."
    )


@strawberry.type(
    description="An event on its way to one address. Its id is the header `webhook-id`, the same for each attempt."
)
class WebhookDelivery(Node):
    type: str = strawberry.field(description="As sent, for example `task.completed`.")
    state: DeliveryState

    @strawberry.field(
        graphql_type=list[WebhookAttempt], metadata=reads("attempts"), description="The last 12, oldest first."
    )
    def attempts(root: strawberry.Parent[DeliveryRow]) -> Sequence[WebhookAttempt]:
        return [attempt(**one) for one in json.loads(root.attempts)]

    next_attempt_at: datetime | None = strawberry.field(description="When the next is due; null when there is none.")
    created_at: datetime

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return isinstance(value, DeliveryRow)


def attempt(started_at: str, **rest: Any) -> WebhookAttempt:
    return WebhookAttempt(started_at=datetime.fromisoformat(started_at), **rest)


@strawberry.type(description="A delivery and its place in the order.")
class WebhookDeliveryEdge:
    cursor: str
    node: WebhookDelivery


@strawberry.type(description="A page of deliveries.")
class WebhookDeliveryConnection:
    edges: list[WebhookDeliveryEdge]
    nodes: list[WebhookDelivery]
    page_info: PageInfo
