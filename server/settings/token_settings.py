from itertools import combinations
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings

from server.settings.setting_types import BaseAddress, HmacSecret, WebAddress


def under(base: str | None, path: str) -> str | None:
    return base + path if base else None


class TokenSettings(BaseSettings):
    """The verification of callers' tokens."""

    jwt_secret: HmacSecret | None = Field(None, description="the secret shared with the issuer of tokens")
    """
    A secret of 32 bytes or more, shared with the issuer; tokens are HS256. `openssl rand -base64 48` generates one.
    """
    supabase_url: BaseAddress | None = Field(None, description="https://your-project.supabase.co")
    """A Supabase project, `https://your-project.supabase.co`."""
    jwt_jwks_url: WebAddress | None = Field(
        default_factory=lambda data: under(data["supabase_url"], "/auth/v1/.well-known/jwks.json"),
        description="https://issuer.example.com/.well-known/jwks.json",
    )
    """
    The address at which the issuer publishes its keys (a JSON Web Key Set); tokens are RS256, ES256 or EdDSA.

    Default: from `SUPABASE_URL`: `/auth/v1/.well-known/jwks.json`
    """
    jwt_service_secret: HmacSecret | None = Field(None, description="the secret that back ends sign tokens with")
    """
    Another secret of 32 bytes or more, with which back ends sign HS256 tokens, whichever of the first three verifies
    users. The role of these tokens must be `service_role` or `admin`, and their `aud` that of `JWT_AUDIENCE`. Their
    `iss` is not checked.
    """
    jwt_secret_previous: HmacSecret | None = Field(
        None, description="the secret before JWT_SECRET, or before JWT_JWKS_URL, while it is being replaced"
    )
    """
    The secret before `JWT_SECRET`, while it is [being replaced](production.md#replace-a-secret); also together with
    `JWT_JWKS_URL`, while the issuer changes from a secret to keys.
    """
    jwt_service_secret_previous: HmacSecret | None = Field(
        None, description="the secret before JWT_SERVICE_SECRET, while it is being replaced"
    )
    """The secret before `JWT_SERVICE_SECRET`, while it is being replaced."""
    jwt_audience: str = Field("authenticated", description="what a token's `aud` must contain")
    """The value that a token's `aud` must be or contain."""
    user_id_namespace: WebAddress | None = Field(
        None, description="the address of the issuer, exactly as in the `iss` of its tokens: https://clerk.example.com"
    )
    """
    The address of an issuer whose `sub` is not a UUID, such as Clerk, Auth0 or Firebase, exactly as in the `iss` of
    its tokens. Users' ids are then [UUIDs made from both](clients.md#ids-of-your-users), so never change it.
    """
    jwt_issuer: str | None = Field(
        default_factory=lambda data: data["user_id_namespace"] or under(data["supabase_url"], "/auth/v1"),
        description="what a token's `iss` must be",
    )
    """
    The exact `iss` of tokens; not checked if not set.

    Default: `USER_ID_NAMESPACE`; or from `SUPABASE_URL`: `/auth/v1`
    """

    @model_validator(mode="after")
    def check_issuer(self) -> Self:
        """Check that tokens can be verified."""
        if not (self.jwt_secret or self.jwt_jwks_url):
            raise ValueError(
                "JWT_SECRET, JWT_JWKS_URL, SUPABASE_URL: none is set; expected one of them to verify tokens: "
                "a secret shared with their issuer (HS256), the address of its keys, or a Supabase project"
            )
        return self

    @model_validator(mode="after")
    def check_token_secrets(self) -> Self:
        """
        Check that all secrets of tokens differ: the secret that verifies a token decides whether it is a back end's.
        """
        if self.jwt_service_secret_previous and not self.jwt_service_secret:
            raise ValueError("JWT_SERVICE_SECRET_PREVIOUS: set without JWT_SERVICE_SECRET; expected the two together")
        names = ("jwt_secret", "jwt_secret_previous", "jwt_service_secret", "jwt_service_secret_previous")
        for one, other in combinations(names, 2):
            if getattr(self, one) and getattr(self, one) == getattr(self, other):
                raise ValueError(
                    f"{one.upper()}, {other.upper()}: the same secret; expected a different secret in each"
                )
        return self
