from functools import cache
from uuid import UUID

from sqlalchemy import DateTime, String, bindparam, literal_column, select
from sqlmodel import SQLModel

from models.keyset_list import KeysetList, OrderedRows
from models.webhooks.delivery_record import DeliveryRecord, DeliveryState
from models.webhooks.delivery_statements import READ

COLUMNS = SQLModel.metadata.tables["task_record.webhook_deliveries"].c


@cache
def deliveries(state: DeliveryState | None) -> OrderedRows[DeliveryRecord]:
    rows = select(*(COLUMNS[name] for name in READ)).where(
        COLUMNS["webhook_id"] == bindparam("webhook_id"),
        COLUMNS["created_at"] > literal_column("now() - interval '30 days'", DateTime(timezone=True)),
    )
    if state:  # as a literal, so that PostgreSQL can use the index of rows in this state
        rows = rows.where(COLUMNS["state"] == literal_column(f"'{state.value}'", String))
    return OrderedRows("webhook_deliveries", rows, DeliveryRecord, (COLUMNS["created_at"], COLUMNS["id"]))


def delivery_list(webhook_id: UUID, state: DeliveryState | None) -> KeysetList[DeliveryRecord]:
    """The deliveries to a webhook in the past 30 days, newest first, in one state or in any when None."""
    return KeysetList(deliveries(state), f"deliveries {webhook_id} {state or ''}", {"webhook_id": webhook_id})
