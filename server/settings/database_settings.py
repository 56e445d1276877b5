from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from models.connection import address_of
from server.settings.setting_types import DatabaseAddress, DatabaseAddresses, DatabaseRoute


class DatabaseSettings(BaseSettings):
    """The databases, and the roles that connect to them."""

    database_url: DatabaseAddress = Field(description="postgresql://role:password@host:5432/database")
    """
    The database, with the application's role. The role owns no table and has no `BYPASSRLS`, so that row-level security
    applies.
    """
    database_listen_url: DatabaseAddresses = Field(
        default_factory=lambda data: data["database_url"],
        description="postgresql://role:password@host:5432/database, not through a transaction pooler; with several "
        "databases the address of each, separated by spaces",
    )
    """
    The database, with the application's role, directly or through a pooler in session mode. Needed only if
    `DATABASE_URL` goes through a transaction pooler, because `LISTEN`, on which subscriptions depend, does not work
    through one. If it is set, the server does not use prepared statements. With [several
    databases](many-databases.md) the address of each, separated by spaces.

    Default: `DATABASE_URL`
    """
    database_route: DatabaseRoute | None = Field(
        None, description="an SQL statement such as SET LOCAL pgdog.sharding_key = '{user_id}'"
    )
    """
    For a router in front of several databases at `DATABASE_URL`: the statement that gives the router the id of a
    transaction's user, such as `SET LOCAL pgdog.sharding_key = '{user_id}'`.

    Default: none: there is one database
    """
    database_owner_url: DatabaseAddresses = Field(
        default_factory=lambda data: data["database_listen_url" if data.get("database_route") else "database_url"],
        description="postgresql://owner:password@host:5432/database; with several databases the address of each, "
        "separated by spaces",
    )
    """
    The database, with the owner of the tables, for `migrate`, `backup` and `restore`. With several databases the
    address of each, in the same order.

    Default: `DATABASE_URL`; with several databases `DATABASE_LISTEN_URL`
    """
    database_read_url: DatabaseAddresses | None = Field(
        None,
        description="postgresql://role:password@host:5432/database, of a replica; with several databases a replica of "
        "each, separated by spaces",
    )
    """
    A replica of the database, with the application's role, from which administration and exports read; see
    [deploy.md](deploy.md#a-replica-to-read). It goes through a pooler if `DATABASE_URL` does. With several databases a
    replica of each, in the order of `DATABASE_LISTEN_URL`, separated by spaces. For a database without a replica, name
    the database itself.

    Default: none: everything is read from `DATABASE_URL`
    """

    @property
    def listen_urls(self) -> list[str]:
        """The address of each database itself, not through a router or pooler."""
        return self.database_listen_url.get_secret_value().split()

    @property
    def owner_urls(self) -> list[str]:
        """The addresses of the same databases, in the same order, with the owner of their tables."""
        return self.database_owner_url.get_secret_value().split()

    @property
    def read_urls(self) -> list[str]:
        """The addresses of the databases' replicas, in the same order; empty where there are no replicas."""
        return self.database_read_url.get_secret_value().split() if self.database_read_url else []

    @property
    def per_database(self) -> "list[Self]":
        """Settings for each database alone, without the router and its replica; without a router, these settings."""
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
        """The host and name of the database, without the password, for messages."""
        return address_of(self.database_url.get_secret_value())

    @model_validator(mode="after")
    def check_databases(self) -> Self:
        """Check that the settings of several databases fit together."""
        if len(self.listen_urls) > 1 and not self.database_route:
            raise ValueError(
                "DATABASE_ROUTE: not set, though there are several databases; "
                "expected the statement that gives the router the id of a transaction's user"
            )
        if len(self.owner_urls) != len(self.listen_urls):
            raise ValueError(
                "DATABASE_OWNER_URL, DATABASE_LISTEN_URL: not the same number of databases; "
                "expected the same databases in both, in the same order"
            )
        if self.read_urls and len(self.read_urls) != len(self.listen_urls):
            raise ValueError(
                "DATABASE_READ_URL, DATABASE_LISTEN_URL: not the same number of databases; "
                "expected a replica of each, or the database itself, in the same order"
            )
        return self
