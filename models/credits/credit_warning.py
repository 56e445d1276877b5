"""Below how many credits users are told so, by their plan; PostgreSQL knows what is available, and plans are a file."""

from sqlalchemy import ARRAY, BigInteger, Text, bindparam, text
from sqlmodel import Field, SQLModel

import models.metadata  # noqa: F401 - its naming convention
from models.statement import NoRow, Statement


class CreditWarning(SQLModel, table=True):
    """The warning level of a plan, as the servers have it in PLANS_FILE; the plan '' is that of users without one."""

    __tablename__ = "credit_warnings"
    __table_args__ = ({"schema": "task_record"},)

    plan: str = Field(primary_key=True, sa_type=Text)
    below: int = Field(sa_type=BigInteger)


SET_WARNINGS = Statement(
    "set_credit_warnings",
    text("""
WITH given AS (
  SELECT * FROM unnest(:plans, :levels) AS given (plan, below)
), gone AS (
  DELETE FROM task_record.credit_warnings WHERE plan NOT IN (SELECT plan FROM given)
)
INSERT INTO task_record.credit_warnings AS known SELECT plan, below FROM given
ON CONFLICT (plan) DO UPDATE SET below = excluded.below WHERE known.below <> excluded.below
""").bindparams(bindparam("plans", type_=ARRAY(Text)), bindparam("levels", type_=ARRAY(BigInteger))),
    NoRow,
)
"""Have these be the levels, and no others."""
