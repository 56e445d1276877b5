from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from models.credits.credit_statements import ENTRY_COLUMNS
from models.credits.credit_tables import LedgerEntry
from models.keyset_list import KeysetList, OrderedRows

COLUMNS = SQLModel.metadata.tables["task_record.credit_entries"].c
ENTRIES = OrderedRows(
    "credit_entries",
    select(*ENTRY_COLUMNS).where(COLUMNS["user_id"] == bindparam("user_id")),
    LedgerEntry,
    (COLUMNS["number"],),
    ("number", "id"),
)


def credit_entry_list(user_id: UUID) -> KeysetList[LedgerEntry]:
    """The changes to a user's credits, newest first."""
    return KeysetList(ENTRIES, "credit entries", {"user_id": user_id})
