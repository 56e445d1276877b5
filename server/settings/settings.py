from datetime import timedelta
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from itertools import combinations
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from models.connection import address_of
from resolvers.access import PlanLimits
from server.settings.manifest import read_manifest
from server.settings.plans import BUILT_IN, MIB, read_plans
from server.settings.rate import Rate
from server.settings.setting_types import (
    DAY,
    AccessKeyId,
    BaseAddress,
    BearerToken,
    BucketName,
    Count,
    Currency,
    DatabaseAddress,
    DatabaseAddresses,
    DatabaseRoute,
    HmacSecret,
    Networks,
    Origin,
    Origins,
    Producer,
    RateOrNone,
    RedisAddress,
    RegionName,
    ScannerAddress,
    Seconds,
    SecretKey,
    TimeZone,
    WebAddress,
)
from storage.provenance.content_credentials import is_installed
from storage.provenance.signing_key import SigningKey, read_signing_key, read_trust

KIB = 1024


def under(base: str | None, path: str) -> str | None:
    """Return `path` appended to the address `base`; None where `base` is not set."""
    return base + path if base else None


class Settings(BaseSettings):
    """
    The settings of docs/settings.md. `Settings()` reads them from the environment and `.env`;
    `Settings(database_url=…, …)` from its arguments alone. Raises ValidationError, which `explain` puts into words.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: DatabaseAddress = Field(description="postgresql://role:password@host:5432/database")
    database_listen_url: DatabaseAddresses = Field(
        default_factory=lambda data: data["database_url"],
        description="postgresql://role:password@host:5432/database, not through a transaction pooler; with several "
        "databases the address of each, separated by spaces",
    )
    database_route: DatabaseRoute | None = Field(
        None, description="an SQL statement such as SET LOCAL pgdog.sharding_key = '{user_id}'"
    )
    database_owner_url: DatabaseAddresses = Field(
        default_factory=lambda data: data["database_listen_url" if data.get("database_route") else "database_url"],
        description="postgresql://owner:password@host:5432/database; with several databases the address of each, "
        "separated by spaces",
    )
    database_read_url: DatabaseAddresses | None = Field(
        None,
        description="postgresql://role:password@host:5432/database, of a replica; with several databases a replica of "
        "each, separated by spaces",
    )

    s3_bucket_name: BucketName = Field(description="the bucket for images, such as my-images")
    aws_region: RegionName = Field("us-east-1", description="the bucket's region, such as eu-central-1")
    aws_access_key_id: AccessKeyId | None = Field(None, description="the access key's id")
    aws_secret_access_key: SecretKey | None = Field(None, description="the access key's secret")
    aws_session_token: BearerToken | None = Field(None, description="the token of temporary credentials")
    aws_endpoint_url_s3: BaseAddress | None = Field(None, description="https://s3.example.com")
    s3_public_endpoint_url: BaseAddress | None = Field(
        default_factory=lambda data: data["aws_endpoint_url_s3"], description="https://images.example.com"
    )
    image_urls: Literal["signed", "public"] = Field("signed", description="`signed` or `public`")
    cdn_base_url: BaseAddress | None = Field(None, description="https://cdn.example.com")

    clamav_url: ScannerAddress | None = Field(None, description="tcp://clamav:3310")

    jwt_secret: HmacSecret | None = Field(None, description="the secret shared with the issuer of tokens")
    supabase_url: BaseAddress | None = Field(None, description="https://your-project.supabase.co")
    jwt_jwks_url: WebAddress | None = Field(
        default_factory=lambda data: under(data["supabase_url"], "/auth/v1/.well-known/jwks.json"),
        description="https://issuer.example.com/.well-known/jwks.json",
    )
    jwt_secret_previous: HmacSecret | None = Field(
        None, description="the secret before JWT_SECRET, or before JWT_JWKS_URL, while it is being replaced"
    )
    jwt_service_secret: HmacSecret | None = Field(None, description="the secret that back ends sign tokens with")
    jwt_service_secret_previous: HmacSecret | None = Field(
        None, description="the secret before JWT_SERVICE_SECRET, while it is being replaced"
    )
    jwt_audience: str = Field("authenticated", description="what a token's `aud` must contain")
    jwt_issuer: str | None = Field(
        default_factory=lambda data: under(data["supabase_url"], "/auth/v1"),
        description="what a token's `iss` must be",
    )

    statistics_time_zone: TimeZone = Field(ZoneInfo("UTC"), description="an IANA zone such as Asia/Shanghai")
    currency: Currency = Field("USD", description="three capital letters of ISO 4217, such as USD")
    content_producer: Producer | None = Field(
        None, description="a name, or a code of GB 45438-2025, up to 200 characters"
    )
    content_credentials_certificates: Path | None = Field(
        None, description="a PEM file of certificates, that of CONTENT_CREDENTIALS_KEY first"
    )
    content_credentials_key: Path | None = Field(None, description="a PEM file of a private key without a passphrase")
    content_credentials_trust: Path | None = Field(None, description="a PEM file of certificates")
    index_prompts: bool = Field(True, description="`true` or `false`")
    plans_file: Path | None = Field(None, description="a TOML file with a table for each plan")
    credit_hold_hours: float = Field(24, gt=0, le=8_784, description="hours, such as 24; up to a year")
    webhook_networks: Networks = Field((), description="networks separated by commas: 10.0.0.0/8,fd00::/8")
    public_url: Origin | None = Field(None, description="https://tasks.example.com, without a path")
    trusted_proxies: Networks = Field(
        (IPv4Network("127.0.0.1"), IPv6Network("::1")),
        validate_default=True,
        description="addresses or networks separated by commas: 10.0.0.5,10.1.0.0/16",
    )
    cors_origins: Origins = Field(
        (), description="origins separated by commas: https://app.example.com,https://example.com"
    )

    max_header_size: Count = Field(64 * KIB, description="bytes, such as 65536")
    max_body_size: Count = Field(16 * MIB, description="bytes, such as 16777216")
    max_upload_size: Count | None = Field(None, description="bytes, such as 67108864")
    header_timeout: Seconds = Field(10, description="seconds, such as 10")
    body_timeout: Seconds = Field(30, description="seconds, such as 30")
    upload_timeout: Seconds = Field(300, description="seconds, such as 300")
    execution_timeout: Seconds = Field(30, description="seconds, such as 30")
    shutdown_delay: float = Field(5, ge=0, le=DAY, description="seconds, such as 5")
    max_cost: Count = Field(5_000, description="a number such as 5000")
    requests_per_user: RateOrNone = Field(
        Rate.parse("1200/minute"), description="a rate such as 1200/minute, or `none`"
    )
    cost_per_user: RateOrNone = Field(
        Rate.parse("100000/minute"), description="a rate such as 100000/minute, or `none`"
    )
    redis_url: RedisAddress | None = Field(None, description="redis://:password@host:6379/0")
    max_subscriptions_per_user: Count = Field(50, description="a number such as 50")
    introspection: Literal["everyone", "administrators", "nobody"] = Field(
        "administrators", description="`everyone`, `administrators` or `nobody`"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="`debug`, `info`, `warning` or `error`"
    )
    slow_after: Seconds = Field(1, description="seconds, such as 1")
    trusted_documents: Path | None = Field(None, description="a JSON file, a persisted query manifest of Apollo's")
    metrics_token: BearerToken | None = Field(None, description="a secret that Prometheus sends as a bearer token")

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
    def per_database(self) -> "list[Settings]":
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

    @cached_property
    def plans(self) -> dict[str, PlanLimits]:
        """The plans of `PLANS_FILE` by name, or the built-in ones."""
        return read_plans(self.plans_file, timedelta(hours=self.credit_hold_hours)) if self.plans_file else BUILT_IN

    @property
    def trusted(self) -> dict[str, str] | None:
        """The documents that clients may run, by id; None where they may run any."""
        return read_manifest(self.trusted_documents) if self.trusted_documents else None

    @property
    def signing_key(self) -> SigningKey | None:
        """What signs images; None where they are not signed."""
        certificates, key = self.content_credentials_certificates, self.content_credentials_key
        return read_signing_key(certificates, key) if certificates and key else None

    @property
    def trust(self) -> str | None:
        """The certificates, as PEM, that signers of images are trusted by; None where nobody is trusted."""
        return read_trust(self.content_credentials_trust) if self.content_credentials_trust else None

    @property
    def upload_size(self) -> int:
        """
        The largest multipart body in bytes: `MAX_UPLOAD_SIZE`, or the largest image that a plan allows and 1 MiB for
        the rest of the request.
        """
        return self.max_upload_size or max(plan.max_image_size for plan in self.plans.values()) + MIB

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

    @model_validator(mode="after")
    def check_token_secrets(self) -> Self:
        """Check that each secret of tokens is another one: a token tells by its signature whether a back end calls."""
        if self.jwt_service_secret_previous and not self.jwt_service_secret:
            raise ValueError("JWT_SERVICE_SECRET_PREVIOUS: set without JWT_SERVICE_SECRET; expected the two together")
        names = ("jwt_secret", "jwt_secret_previous", "jwt_service_secret", "jwt_service_secret_previous")
        for one, other in combinations(names, 2):
            if getattr(self, one) and getattr(self, one) == getattr(self, other):
                raise ValueError(
                    f"{one.upper()}, {other.upper()}: the same secret; expected a secret of its own in each"
                )
        return self

    @model_validator(mode="after")
    def check_together(self) -> Self:
        """Check the other settings that depend on each other, and read the files that settings name."""
        if not (self.jwt_secret or self.jwt_jwks_url):
            raise ValueError(
                "JWT_SECRET, JWT_JWKS_URL, SUPABASE_URL: none is set; tokens are verified with one of them, "
                "a secret shared with their issuer (HS256), the address of its keys, or a Supabase project"
            )
        if (self.aws_access_key_id is None) != (self.aws_secret_access_key is None):
            raise ValueError("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: only one is set; set both or neither")
        try:
            _ = self.plans
        except ValueError as error:
            raise ValueError(f"PLANS_FILE: {error}") from error
        try:
            _ = self.trusted
        except ValueError as error:
            raise ValueError(f"TRUSTED_DOCUMENTS: {error}") from error
        return self

    @model_validator(mode="after")
    def check_content_credentials(self) -> Self:
        """Check that what signs images can sign, and that what it needs is installed."""
        certificates, key = self.content_credentials_certificates, self.content_credentials_key
        if (certificates is None) != (key is None):
            raise ValueError(
                "CONTENT_CREDENTIALS_CERTIFICATES, CONTENT_CREDENTIALS_KEY: only one is set; set both or neither"
            )
        names = "CONTENT_CREDENTIALS_CERTIFICATES, CONTENT_CREDENTIALS_KEY" if key else "CONTENT_CREDENTIALS_TRUST"
        if (key or self.content_credentials_trust) and not is_installed():
            raise ValueError(
                f"{names}: set, and c2pa-python is not installed; next: install requirements-credentials.lock, as "
                "`./run install` does where these are set"
            )
        try:
            _ = self.signing_key
            names = "CONTENT_CREDENTIALS_TRUST"
            _ = self.trust
        except ValueError as error:
            raise ValueError(f"{names}: {error}") from error
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the arguments alone when there are any, else the environment and then `.env`."""
        return (init_settings,) if init_settings() else (env_settings, dotenv_settings)
