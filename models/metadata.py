"""The SQLModel metadata of all tables: the naming convention, and the table of users that other tables refer to."""

from sqlalchemy import Column, Table, Uuid
from sqlmodel import SQLModel

# PostgreSQL's own default names, so that tables that were made before there was this server have the same ones.
SQLModel.metadata.naming_convention = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
}

users = Table("users", SQLModel.metadata, Column("id", Uuid, primary_key=True), schema="auth")
