"""
The balances below which users are warned, by plan. Plans are in a file, but only PostgreSQL knows what is available at
the moment of a change: so servers write the levels into the database.
"""

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from models.statement import NoRow, Statement
from models.table_rules import ALL, NOBODYS, TableRules


class CreditWarning(SQLModel, table=True):
    """The warning level of a plan, from the servers' PLANS_FILE; the plan '' is that of users without one."""

    __tablename__ = "credit_warnings"
    # Servers write it by their plans.
    __table_args__ = TableRules(whose=NOBODYS, service=ALL, is_backed_up=False).args()

    plan: str = Field(primary_key=True, sa_type=Text)
    below: int = Field(sa_type=BigInteger)


SET_WARNINGS = Statement(
    "set_credit_warnings",
    """
WITH given AS (
  SELECT * FROM unnest(CAST(:plans AS text[]), CAST(:levels AS bigint[])) AS given (plan, below)
), gone AS (
  DELETE FROM task_record.credit_warnings WHERE plan NOT IN (SELECT plan FROM given)
)
INSERT INTO task_record.credit_warnings AS known SELECT plan, below FROM given
ON CONFLICT (plan) DO UPDATE SET below = excluded.below WHERE known.below <> excluded.below
""",
    NoRow,
)
"""Makes the `levels` of the `plans` the only ones."""
