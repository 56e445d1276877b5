from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from models.connection import address_of
from server.settings.setting_types import DatabaseAddress, DatabaseAddresses, DatabaseRoute


class DatabaseSettings(BaseSettings):
    """Which databases there are, and as whom they are reached."""

    database_url: DatabaseAddress = Field(description="postgresql://role:password@host:5432/database")
    """
    The database, as the application's role, which owns no table and has no `BYPASSRLS`, so that row-level security
    applies.
    """
    database_listen_url: DatabaseAddresses = Field(
        default_factory=lambda data: data["database_url"],
        description="postgresql://role:password@host:5432/database, not through a transaction pooler; with several "
        "databases the address of each, separated by spaces",
    )
    """
    The database, as the application's role, directly or through a pooler in session mode. Needed only when
    `DATABASE_URL` goes through a transaction pooler, because `LISTEN`, on which subscriptions depend, does not work
    through one. When it is set, the server keeps no prepared statements. With [several databases](many-databases.md)
    the address of each, separated by spaces.

    Default: `DATABASE_URL`
    """
    database_route: DatabaseRoute | None = Field(
        None, description="an SQL statement such as SET LOCAL pgdog.sharding_key = '{user_id}'"
    )
    """
    If `DATABASE_URL` leads to a router in front of several databases: the statement that names to the router the user
    whose rows a transaction is about, such as `SET LOCAL pgdog.sharding_key = '{user_id}'`.

    Default: none: there is one database
    """
    database_owner_url: DatabaseAddresses = Field(
        default_factory=lambda data: data["database_listen_url" if data.get("database_route") else "database_url"],
        description="postgresql://owner:password@host:5432/database; with several databases the address of each, "
        "separated by spaces",
    )
    """
    The database, as the tables' owner, for `migrate`, `backup` and `restore`. With several databases the address of
    each, in the same order.

    Default: `DATABASE_URL`; with several databases `DATABASE_LISTEN_URL`
    """
    database_read_url: DatabaseAddresses | None = Field(
        None,
        description="postgresql://role:password@host:5432/database, of a replica; with several databases a replica of "
        "each, separated by spaces",
    )
    """
    A replica of the database, as the application's role, from which administration and exports are read; see
    [deploy.md](deploy.md#a-replica-to-read). It goes through a pooler if `DATABASE_URL` does. With several databases a
    replica of each, in the order of `DATABASE_LISTEN_URL`, separated by spaces; for a database without a replica, name
    the database itself.

    Default: none: everything is read from `DATABASE_URL`
    """

    @property
    def listen_urls(self) -> list[str]:
        """The addresses that lead straight to each database, past a router or pooler."""
        return self.database_listen_url.get_secret_value().split()

    @property
    def owner_urls(self) -> list[str]:
        """The addresses of the same databases, in the same order, as the owner of their tables."""
        return self.database_owner_url.get_secret_value().split()

    @property
    def read_urls(self) -> list[str]:
        """The addresses of the databases' replicas, in the same order; empty where there are no replicas."""
        return self.database_read_url.get_secret_value().split() if self.database_read_url else []

    @property
    def per_database(self) -> "list[Self]":
        """
        Settings for each database by itself, not through the router and without its replica; without a router the list
        has these settings alone.
        """
        if not self.database_route:
            return [self]
        alone = {"database_route": None, "database_read_url": None}
        return [
            self.model_copy(
                update=alone
                | {"database_url": SecretStr(url), "database_listen_url": SecretStr(url)}
                | {"database_owner_url": SecretStr(owner_url)}
            )
            for url, owner_url in zip(self.listen_urls, self.owner_urls, strict=True)
        ]

    @property
    def database_name(self) -> str:
        """The host and name of the database, by which messages name it; it contains no password."""
        return address_of(self.database_url.get_secret_value())

    @model_validator(mode="after")
    def check_databases(self) -> Self:
        """Check that the settings of several databases fit together."""
        if len(self.listen_urls) > 1 and not self.database_route:
            raise ValueError(
                "DATABASE_ROUTE: not set, though there are several databases; "
                "expected the statement that names to the router the user whose rows a transaction is about"
            )
        if len(self.owner_urls) != len(self.listen_urls):
            raise ValueError(
                "DATABASE_OWNER_URL, DATABASE_LISTEN_URL: they do not name equally many databases; "
                "expected the same databases in both, in the same order"
            )
        if self.read_urls and len(self.read_urls) != len(self.listen_urls):
            raise ValueError(
                "DATABASE_READ_URL, DATABASE_LISTEN_URL: they do not name equally many databases; "
                "expected a replica of each, or the database itself, in the same order"
            )
        return self
