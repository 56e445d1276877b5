from functools import cache
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from models.erasure.erasure_record import ErasureRecord
from models.erasure.erasure_statements import READ
from models.keyset_list import KeysetList, OrderedRows

COLUMNS = SQLModel.metadata.tables["task_record.erasures"].c


@cache
def erasures(*, of_user: bool) -> OrderedRows[ErasureRecord]:
    rows = select(*(COLUMNS[name] for name in READ))
    if of_user:
        rows = rows.where(COLUMNS["user_id"] == bindparam("user_id"))
    return OrderedRows(
        "erasures", rows, ErasureRecord, (COLUMNS["requested_at"], COLUMNS["id"]), ("requested_at", "id")
    )


def erasure_list(user_id: UUID | None) -> KeysetList[ErasureRecord]:
    """The erasures of one user (None: of all), newest first."""
    kind = "erasures" if user_id is None else "erasures user"
    return KeysetList(erasures(of_user=user_id is not None), kind, {"user_id": user_id})
