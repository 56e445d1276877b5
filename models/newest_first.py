from typing import Any

from sqlalchemy import DateTime, Select, Uuid, bindparam, literal_column, tuple_
from sqlalchemy.orm import Mapped

START = tuple_(bindparam("start_value", type_=DateTime(timezone=True)), bindparam("start_id", type_=Uuid))


def newest_first(
    rows: Select[Any], place: tuple[Mapped[Any], Mapped[Any]], limit: int, *, is_from: bool, backwards: bool
) -> Select[Any]:
    """
    Up to `limit` of the rows by their `place`, time and id, the newest first, or backwards; with `is_from` those after
    the place of which `start_value` and `start_id` are bound.
    """
    if is_from:
        rows = rows.where(tuple_(*place) > START if backwards else tuple_(*place) < START)
    return rows.order_by(*(one.asc() if backwards else one.desc() for one in place)).limit(literal_column(str(limit)))
