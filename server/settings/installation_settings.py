from datetime import timedelta
from functools import cached_property
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings

from resolvers.access import PlanLimits
from server.settings.plans import BUILT_IN, read_plans
from server.settings.setting_types import Currency, Networks, Origin, Origins, Producer, TimeZone
from storage.provenance.content_credentials import is_installed
from storage.provenance.signing_key import SigningKey, read_signing_key, read_trust


class InstallationSettings(BaseSettings):
    """The plans, and other settings of this installation."""

    statistics_time_zone: TimeZone = Field(ZoneInfo("UTC"), description="an IANA zone such as Asia/Shanghai")
    """The IANA zone in which days, weeks and months begin, such as `Asia/Shanghai`."""
    currency: Currency = Field("USD", description="three capital letters of ISO 4217, such as USD")
    """
    The currency of all costs, three capital letters of ISO 4217. The database records it. A server with another
    currency does not start until the costs are removed.
    """
    content_producer: Producer | None = Field(
        None, description="a name, or a code of GB 45438-2025, up to 200 characters"
    )
    """
    The generator of images that labels name: a name, or a code of GB 45438-2025, up to 200 characters. See [where a
    picture comes from](provenance.md).

    Default: none: nothing is labelled
    """
    content_credentials_certificates: Path | None = Field(
        None, description="a PEM file of certificates, that of CONTENT_CREDENTIALS_KEY first"
    )
    """
    A PEM file with the certificates that [sign images](provenance.md#sign-them), that of `CONTENT_CREDENTIALS_KEY`
    first. Set both or neither.

    Default: none: nothing is signed
    """
    content_credentials_key: Path | None = Field(None, description="a PEM file of a private key without a passphrase")
    """
    A PEM file with the private key, without a passphrase. A server does not start if the certificates are not the
    key's.
    """
    content_credentials_trust: Path | None = Field(None, description="a PEM file of certificates")
    """
    A PEM file with the certificates of authorities whose signers of images are trusted.

    Default: none: no signer is trusted
    """
    index_prompts: bool = Field(True, description="`true` or `false`")
    """
    `true`: the workers index the prompts of all users' tasks, for [prompts, labels and similar
    prompts](find.md#what-is-stored-and-for-how-long). The [cost](find.md#what-it-costs) is a few hundredths of that of
    recording them. `false`: nothing is indexed, the index is removed, and its operations return `SWITCHED_OFF`.
    """
    mcp: bool = Field(False, description="`true` or `false`")
    """
    `true`: [agents](mcp.md) may use the record at `/mcp`, with the tokens and limits of other clients. This needs the
    packages of `requirements-mcp.lock`. `./run dev` also reads it.
    """
    plans_file: Path | None = Field(None, description="a TOML file with a table for each plan")
    """
    A TOML file with the plans.

    Default: the two plans below
    """
    credit_hold_hours: float = Field(24, gt=0, le=8_784, description="hours, such as 24; up to a year")
    """The hours after which [credits held](credits.md) for an unfinished task are available again."""
    webhook_networks: Networks = Field((), description="networks separated by commas: 10.0.0.0/8,fd00::/8")
    """
    Your own networks that [webhooks](webhooks.md#addresses) may use, separated by commas: `10.20.0.0/16,fd00:20::/64`.
    Users who may create a webhook can then make the servers post to any address in them. `./run dev` also reads it.

    Default: none: only public addresses
    """
    public_url: Origin | None = Field(None, description="https://tasks.example.com, without a path")
    """
    The address of this server as users see it, without a path: `https://tasks.example.com`. The addresses of exports
    and share links begin with it, and its pages may open WebSockets.

    Default: the request's: `Host`, and a trusted proxy's `X-Forwarded-Proto`
    """
    trusted_proxies: Networks = Field(
        (IPv4Network("127.0.0.1"), IPv6Network("::1")),
        validate_default=True,
        description="addresses or networks separated by commas: 10.0.0.5,10.1.0.0/16",
    )
    """
    The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted, as addresses or networks separated by
    commas: `10.0.0.5,10.1.0.0/16`. A program that connects from there can pretend to have any address.

    Default: this machine: `127.0.0.1,::1`
    """
    cors_origins: Origins = Field(
        (), description="origins separated by commas: https://app.example.com,https://example.com"
    )
    """The origins of other front ends, separated by commas: `https://app.example.com,http://localhost:5173`."""

    @cached_property
    def plans(self) -> dict[str, PlanLimits]:
        """The plans of `PLANS_FILE` by name, or the built-in ones."""
        return read_plans(self.plans_file, timedelta(hours=self.credit_hold_hours)) if self.plans_file else BUILT_IN

    @property
    def signing_key(self) -> SigningKey | None:
        """The key that signs images; None if they are not signed."""
        certificates, key = self.content_credentials_certificates, self.content_credentials_key
        return read_signing_key(certificates, key) if certificates and key else None

    @property
    def trust(self) -> str | None:
        """The certificates of trusted authorities, as PEM; None if no signer of images is trusted."""
        return read_trust(self.content_credentials_trust) if self.content_credentials_trust else None

    @model_validator(mode="after")
    def check_plans(self) -> Self:
        """Read the plans."""
        try:
            _ = self.plans
        except ValueError as error:
            raise ValueError(f"PLANS_FILE: {error}") from error
        return self

    @model_validator(mode="after")
    def check_mcp(self) -> Self:
        """Check that the packages of MCP are installed."""
        if self.mcp and find_spec("mcp") is None:
            raise ValueError(
                "MCP: true, but mcp is not installed; next: install requirements-mcp.lock, as `./run install` does if "
                "MCP is true"
            )
        return self

    @model_validator(mode="after")
    def check_content_credentials(self) -> Self:
        """Check that the key and its certificates can sign images, and that the library is installed."""
        certificates, key = self.content_credentials_certificates, self.content_credentials_key
        if (certificates is None) != (key is None):
            raise ValueError(
                "CONTENT_CREDENTIALS_CERTIFICATES, CONTENT_CREDENTIALS_KEY: only one is set; set both or neither"
            )
        names = "CONTENT_CREDENTIALS_CERTIFICATES, CONTENT_CREDENTIALS_KEY" if key else "CONTENT_CREDENTIALS_TRUST"
        if (key or self.content_credentials_trust) and not is_installed():
            raise ValueError(
                f"{names}: set, but c2pa-python is not installed; next: install requirements-credentials.lock, as "
                "`./run install` does if these are set"
            )
        try:
            _ = self.signing_key
            names = "CONTENT_CREDENTIALS_TRUST"
            _ = self.trust
        except ValueError as error:
            raise ValueError(f"{names}: {error}") from error
        return self
