import re
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from jwt.algorithms import HMACAlgorithm
from jwt.exceptions import InvalidKeyError
from limits import RateLimitItem, parse
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from resolvers.access import Plan
from server.access.plans import BUILT_IN, MIB, read_plans
from server.settings.manifest import read_manifest

KIB = 1024


def postgresql_address(secret: SecretStr) -> SecretStr:
    address = re.sub(r"^postgres://", "postgresql://", secret.get_secret_value())
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "postgresql" and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("not a PostgreSQL address")
    return SecretStr(address)


def web_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", address):
        raise ValueError("not an http:// or https:// address")
    return address


def base_address(address: str) -> str:
    return web_address(address).rstrip("/")


def origins(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def origin(address: str) -> str:
    parts = urlsplit(base_address(address))
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"{address!r} is not an origin: leave out what follows host and port")
    return f"{parts.scheme}://{parts.netloc}".lower()


def time_zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    names = available_timezones()
    if value in names:
        return ZoneInfo(value)
    near = get_close_matches(value, names, n=1)
    raise ValueError(f"no time zone is called {value!r}" + (f" (did you mean {near[0]}?)" if near else ""))


def hmac_secret(secret: SecretStr) -> SecretStr:
    length = len(secret.get_secret_value().encode())
    if length < 32:
        raise ValueError(f"only {length} bytes long; HS256 needs 32 or more: `openssl rand -base64 48` makes one")
    try:
        HMACAlgorithm(HMACAlgorithm.SHA256).prepare_key(secret.get_secret_value())
    except InvalidKeyError:
        raise ValueError("a key of a key pair, or a certificate; JWT_JWKS_URL is for those") from None
    return secret


def bucket_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{3,255}", name):
        raise ValueError(f"{name!r} cannot be a bucket's name")
    return name


def rate(value: object) -> object:
    if not isinstance(value, str):
        return value
    return None if value == "none" else parse(value)


def redis_address(secret: SecretStr) -> SecretStr:
    if urlsplit(secret.get_secret_value()).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("not a Redis address")
    return secret


def scanner_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "tcp" and parts.hostname and parts.port != 0 and not parts.path
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("not the address of a clamd")
    return address


DatabaseAddress = Annotated[SecretStr, AfterValidator(postgresql_address)]
WebAddress = Annotated[str, AfterValidator(web_address)]
BaseAddress = Annotated[str, AfterValidator(base_address)]
Rate = Annotated[RateLimitItem | None, BeforeValidator(rate)]
Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]


class Settings(BaseSettings):
    """`Settings()` reads the environment and `.env`; `Settings(database_url=…, …)` reads keywords alone."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: DatabaseAddress = Field(description="postgresql://role:password@host:5432/database")
    database_owner_url: DatabaseAddress = Field(
        default_factory=lambda data: data["database_url"],
        description="postgresql://owner:password@host:5432/database",
    )
    database_listen_url: DatabaseAddress = Field(
        default_factory=lambda data: data["database_url"],
        description="postgresql://role:password@host:5432/database, past any transaction pooler",
    )

    s3_bucket_name: Annotated[str, AfterValidator(bucket_name)] = Field(
        description="the bucket for images, such as my-images"
    )
    aws_region: str = Field("us-east-1", description="the bucket's region, such as eu-central-1")
    aws_access_key_id: str | None = Field(None, description="the access key's id")
    aws_secret_access_key: SecretStr | None = Field(None, description="the access key's secret")
    aws_session_token: SecretStr | None = Field(None, description="the token of temporary credentials")
    aws_endpoint_url_s3: BaseAddress | None = Field(None, description="https://s3.example.com")
    s3_public_endpoint_url: BaseAddress | None = Field(
        default_factory=lambda data: data["aws_endpoint_url_s3"], description="https://images.example.com"
    )
    image_urls: Literal["signed", "public"] = Field("signed", description="`signed` or `public`")
    cdn_base_url: BaseAddress | None = Field(None, description="https://cdn.example.com")

    clamav_url: Annotated[str, AfterValidator(scanner_address)] | None = Field(None, description="tcp://clamav:3310")

    jwt_secret: Annotated[SecretStr, AfterValidator(hmac_secret)] | None = Field(
        None, description="the secret shared with the issuer of tokens"
    )
    supabase_url: BaseAddress | None = Field(None, description="https://your-project.supabase.co")
    jwt_jwks_url: WebAddress | None = Field(
        default_factory=lambda data: under(data["supabase_url"], "/auth/v1/.well-known/jwks.json"),
        description="https://issuer.example.com/.well-known/jwks.json",
    )
    jwt_audience: str = Field("authenticated", description="what a token's `aud` must contain")
    jwt_issuer: str | None = Field(
        default_factory=lambda data: under(data["supabase_url"], "/auth/v1"),
        description="what a token's `iss` must be",
    )

    statistics_time_zone: Annotated[ZoneInfo, BeforeValidator(time_zone)] = Field(
        ZoneInfo("UTC"), description="an IANA zone such as Asia/Shanghai"
    )
    plans_file: Path | None = Field(None, description="a TOML file with a table for each plan")
    cors_origins: Annotated[tuple[Annotated[str, AfterValidator(origin)], ...], NoDecode, BeforeValidator(origins)] = (
        Field((), description="origins separated by commas: https://app.example.com,https://example.com")
    )

    max_header_size: Count = Field(64 * KIB, description="bytes, such as 65536")
    max_body_size: Count = Field(16 * MIB, description="bytes, such as 16777216")
    max_upload_size: Count | None = Field(None, description="bytes, such as 67108864")
    header_timeout: Seconds = Field(10, description="seconds, such as 10")
    body_timeout: Seconds = Field(30, description="seconds, such as 30")
    upload_timeout: Seconds = Field(300, description="seconds, such as 300")
    execution_timeout: Seconds = Field(30, description="seconds, such as 30")
    shutdown_delay: float = Field(5, ge=0, description="seconds, such as 5")
    max_document_tokens: Count = Field(1_000, description="a number such as 1000")
    max_document_depth: Count = Field(15, description="a number such as 15")
    max_document_aliases: Count = Field(30, description="a number such as 30")
    max_document_directives: Count = Field(50, description="a number such as 50")
    max_document_fragments: Count = Field(30, description="a number such as 30")
    max_root_fields: Count = Field(20, description="a number such as 20")
    max_cost: Count = Field(5_000, description="a number such as 5000")
    requests_per_user: Rate = Field(parse("1200/minute"), description="a rate such as 1200/minute, or `none`")
    cost_per_user: Rate = Field(parse("100000/minute"), description="a rate such as 100000/minute, or `none`")
    rate_limit_url: Annotated[SecretStr, AfterValidator(redis_address)] | None = Field(
        None, description="redis://:password@host:6379/0"
    )
    max_subscriptions_per_user: Count = Field(50, description="a number such as 50")
    introspection: Literal["everyone", "administrators", "nobody"] = Field(
        "administrators", description="`everyone`, `administrators` or `nobody`"
    )
    trusted_documents: Path | None = Field(None, description="a manifest of Apollo's, a JSON file")

    @cached_property
    def plans(self) -> dict[str, Plan]:
        return read_plans(self.plans_file) if self.plans_file else BUILT_IN

    @property
    def trusted(self) -> dict[str, str] | None:
        """The documents that may be run, by id; None where any may be."""
        return read_manifest(self.trusted_documents) if self.trusted_documents else None

    @property
    def upload_size(self) -> int:
        """The largest image that a plan allows, and room for the rest of the request."""
        return self.max_upload_size or max(plan.max_image_size for plan in self.plans.values()) + MIB

    @model_validator(mode="after")
    def check_together(self) -> Self:
        if not (self.jwt_secret or self.jwt_jwks_url):
            raise ValueError(
                "JWT_SECRET, JWT_JWKS_URL, SUPABASE_URL: none is set; tokens are verified by one of them, "
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

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,) if init_settings() else (env_settings, dotenv_settings)


def under(base: str | None, path: str) -> str | None:
    return base + path if base else None


def explain(error: ValidationError) -> list[str]:
    """A line for each setting at fault: what is wrong, what is expected. No value of a secret is in it."""
    return [explain_one(dict(e)) for e in error.errors() if e["type"] != "default_factory_not_called"]


def explain_one(error: dict[str, Any]) -> str:
    cause = error.get("ctx", {}).get("error")
    what = "not set" if error["type"] == "missing" else str(cause or error["msg"])
    if not error["loc"]:
        return what
    name = str(error["loc"][0])
    return f"{name.upper()}: {what}; expected {Settings.model_fields[name].description}"
