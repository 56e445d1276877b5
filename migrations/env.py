"""Alembic runs this; `migrations.migrate` passes the connection."""

from alembic import context
from sqlmodel import SQLModel

from migrations.migrate import include_name, include_object

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_schemas=True,
    include_name=include_name,
    include_object=include_object,
    version_table_schema="task_record",
    compare_server_default=True,
    transaction_per_migration=True,  # a completed one remains when a later one is interrupted
)
with context.begin_transaction():
    context.run_migrations()
