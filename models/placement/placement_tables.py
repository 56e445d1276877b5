"""The tables that say where users are who were moved. Functions write them: migrations/sql/placement."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
)
from sqlmodel import SQLModel

from models.table_rules import NOBODYS, TableRules

moved_users = Table(
    "moved_users",
    SQLModel.metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("database", Integer, nullable=False),
    CheckConstraint("database > 0", name="database"),
    Column("moved_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    **TableRules(whose=NOBODYS).args(),
)
"""Users whose rows were here, and where they went: the next database may say so, too."""
arrived_users = Table(
    "arrived_users",
    SQLModel.metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("arrived_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    **TableRules(whose=NOBODYS).args(),
)
"""Users who were moved here and have not gone again."""
arrivals = Table(
    "arrivals",
    SQLModel.metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("source", Integer, nullable=False),
    CheckConstraint("source > 0", name="source"),
    **TableRules(whose=NOBODYS).args(),
)
"""Users whose rows are being moved here; they belong here as soon as the database that they come from says so."""
arriving_rows = Table(
    "arriving_rows",
    SQLModel.metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("of_table", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Index("arriving_rows_user_id_of_table_number_idx", "user_id", "of_table", "number"),
    **TableRules(whose=NOBODYS).args(),
)
"""Their rows, until they arrive."""
