import re
from contextlib import suppress
from datetime import UTC, datetime
from time import time
from typing import Self, TypeVar
from uuid import UUID

import jwt
from pydantic import SecretStr

from resolvers.access import Caller, PlanLimits, Role, default_plan
from resolvers.users.user_id import MAX_SUBJECT, user_id_of
from server.access.issuer_keys import ALGORITHMS, IssuerKeys
from server.access.seen_callers import SeenCallers
from server.requests.refusals import PlanNotKnown, Unauthenticated
from server.settings.settings import Settings

LEEWAY = 30
"""Seconds by which the clocks of the issuer and this server may differ."""
VERIFIED_FOR = 60.0
"""Seconds for which a verified token is accepted without another verification, even if its key has been removed."""
VERIFIED_AT_ONCE = 1_000
"""Verified tokens in the cache."""
MAX_TOKEN_LENGTH = 8192
SCHEME = "Bearer "
COMPACT_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
Claim = TypeVar("Claim")

SIGNED_OTHERWISE = (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError)
"""The exceptions for a token that is signed with another key, or by another algorithm."""

ROLES = {"authenticated": Role.USER, "admin": Role.ADMIN, "service_role": Role.SERVICE}
"""The role for each value of a token's claim `role`."""


class Authenticator:
    """
    Verifies users' tokens by a shared secret or their issuer's public keys, and back ends' tokens also by another
    secret. Verified tokens are cached for a minute.
    """

    def __init__(self, settings: Settings) -> None:
        self.user_secrets = texts(settings.jwt_secret, settings.jwt_secret_previous)
        self.service_secrets = texts(settings.jwt_service_secret, settings.jwt_service_secret_previous)
        self.issuer_keys = (
            IssuerKeys(settings.jwt_jwks_url) if settings.jwt_jwks_url and not settings.jwt_secret else None
        )
        self.audience = settings.jwt_audience
        self.issuer = settings.jwt_issuer
        self.namespace = settings.user_id_namespace
        self.plans = settings.plans
        self.seen_callers = SeenCallers(settings.plans)
        self.verified: dict[str, tuple[Caller, float]] = {}
        """For each verified token its caller, and when the entry expires, in seconds since 1970."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        if self.issuer_keys:
            await self.issuer_keys.__aexit__(*error)

    async def authenticate(self, authorization: object) -> Caller:
        """Return the caller of `Authorization: Bearer …`; Unauthenticated or PlanNotKnown if the token is not valid."""
        now = time()
        token = authorization[len(SCHEME) :] if isinstance(authorization, str) else ""
        # A verified token is well formed, and need not be checked again.
        if token not in self.verified or not str(authorization).startswith(SCHEME):
            token = bearer_token(authorization)
        caller, until = self.verified.get(token, (None, 0.0))
        if caller is None or until < now:
            caller = await self.read(token)
            self.seen_callers.see(caller)
            if len(self.verified) >= VERIFIED_AT_ONCE:
                del self.verified[next(iter(self.verified))]
            self.verified[token] = caller, min(caller.expires_at.timestamp(), now + VERIFIED_FOR)
        return caller

    async def read(self, token: str) -> Caller:
        """Verify the token and return its caller; Unauthenticated or PlanNotKnown, with the reason, if not valid."""
        try:
            claims = self.service_claims(token) or await self.user_claims(token)
        except jwt.PyJWTError as error:
            raise Unauthenticated(self.explain(error)) from error
        metadata = optional(claims, "app_metadata", dict) or {}
        plan = optional(metadata, "plan", str)
        subject = str(claims["sub"])
        user_id = self.user_id(subject)
        return Caller(
            id=user_id,
            role=role_of(claims),
            plan=self.plan(plan),
            expires_at=expiry(claims),
            names_plan=plan is not None,
            issued_at=datetime.fromtimestamp(max(seconds(claims, "iat"), 0), UTC) if "iat" in claims else None,
            subject=None if str(user_id) == subject.lower() else subject,
        )

    def service_claims(self, token: str) -> dict[str, object] | None:
        """
        Return the claims of a token that is signed with a secret of back ends; None for other tokens. PyJWTError if it
        is not valid, Unauthenticated if it is a user's.
        """
        for secret in self.service_secrets:
            with suppress(*SIGNED_OTHERWISE):
                claims = self.decode(token, secret, ["HS256"], issuer=None)
                if role_of(claims) is Role.USER:
                    raise Unauthenticated(
                        "A token signed with JWT_SERVICE_SECRET must have the role service_role or admin."
                    )
                return claims
        return None

    async def user_claims(self, token: str) -> dict[str, object]:
        """Return the claims of a user's token; PyJWTError if it is not valid, or has another signature."""
        for secret in self.user_secrets:
            with suppress(*SIGNED_OTHERWISE):
                return self.decode(token, secret, ["HS256"], self.issuer)
        if self.issuer_keys is None:
            raise jwt.InvalidSignatureError
        return self.decode(token, await self.issuer_key(token, self.issuer_keys), ALGORITHMS, self.issuer)

    def decode(self, token: str, key: jwt.PyJWK | str, algorithms: list[str], issuer: str | None) -> dict[str, object]:
        """Return the token's claims; PyJWTError if its signature, times, audience or issuer are not valid."""
        return jwt.decode(
            token,
            key,
            algorithms=algorithms,
            audience=self.audience,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": ["sub", "exp"], "verify_jti": False, "enforce_minimum_key_length": True},
        )

    async def issuer_key(self, token: str, issuer_keys: IssuerKeys) -> jwt.PyJWK:
        """Return the issuer's public key that the token's `kid` names; Unauthenticated if there is none."""
        key = await issuer_keys.find(jwt.get_unverified_header(token).get("kid"))
        if key:
            return key
        if issuer_keys.keys:
            raise Unauthenticated("The token is not signed with a published key of its issuer.")
        raise Unauthenticated("The keys of the token's issuer cannot be fetched now; try again in a moment.")

    def explain(self, error: jwt.PyJWTError) -> str:
        """Return a message for the caller that says what is wrong with the token, without a quotation from it."""
        match error:
            case jwt.ExpiredSignatureError():
                return "The token has expired."
            case jwt.ImmatureSignatureError():
                return "The token is not valid yet; is the clock of its issuer right?"
            case jwt.MissingRequiredClaimError():
                return f"The token lacks the claim `{error.claim}`."
            case jwt.InvalidAudienceError():
                return f"The token is for another audience; its `aud` must be or contain `{self.audience}`."
            case jwt.InvalidIssuerError():
                return f"The token is from another issuer; its `iss` must be `{self.issuer}`."
        return "The token is malformed, or not signed by the issuer trusted here."

    def user_id(self, subject: str) -> UUID:
        """Return the id of the user with this `sub`; Unauthenticated if there can be none."""
        user_id = user_id_of(subject, self.namespace)
        if user_id is not None:
            return user_id
        if self.namespace is None:
            raise Unauthenticated(
                "The token's `sub` must be the user's UUID. For ids of Clerk, Auth0 or Firebase, the server needs the"
                " setting USER_ID_NAMESPACE."
            )
        raise Unauthenticated(f"The token's `sub` must have 1 to {MAX_SUBJECT} printable characters.")

    def plan(self, name: str | None) -> PlanLimits:
        """Return the plan of that name, or the default plan without a name; PlanNotKnown for another name."""
        if name is None:
            return default_plan(self.plans)
        if name not in self.plans:
            raise PlanNotKnown(self.plans)
        return self.plans[name]


def texts(*secrets: SecretStr | None) -> list[str]:
    """Return the secrets that are set, as plain text."""
    return [secret.get_secret_value() for secret in secrets if secret]


def bearer_token(authorization: object) -> str:
    """Return the token in an `Authorization` header; Unauthenticated if there is none, or it has another form."""
    if not isinstance(authorization, str):
        raise Unauthenticated("A token is required: `Authorization: Bearer …`.")
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("The Authorization scheme must be Bearer: `Authorization: Bearer …`.")
    token = token.strip(" ")
    if len(token) > MAX_TOKEN_LENGTH:
        raise Unauthenticated(f"The token is longer than {MAX_TOKEN_LENGTH} characters.")
    # PyJWT would accept padding; a token has one spelling here.
    if not COMPACT_TOKEN.fullmatch(token):
        raise Unauthenticated("The token is not a JSON Web Token: three base64url parts, joined by dots.")
    return token


def optional(claims: dict[str, object], name: str, kind: type[Claim]) -> Claim | None:
    """Return the claim; None if it is missing or null, Unauthenticated if its type is not `kind`."""
    value = claims.get(name)
    if value is not None and not isinstance(value, kind):
        raise Unauthenticated(f"The token's `{name}` must be {'an object' if kind is dict else 'a string'}.")
    return value


def role_of(claims: dict[str, object]) -> Role:
    """Return the role that the claims `role` and `app_metadata.role` name; Unauthenticated if it is not known."""
    name = optional(claims, "role", str)
    if name in {None, "authenticated"}:
        # Supabase sets `role` to `authenticated` for every user, so `app_metadata` decides.
        name = optional(optional(claims, "app_metadata", dict) or {}, "role", str)
    if name is None:
        return Role.USER
    if name not in ROLES:
        raise Unauthenticated(f"The token's role is not known; expected one of {', '.join(ROLES)}.")
    return ROLES[name]


def expiry(claims: dict[str, object]) -> datetime:
    """Return when the token expires; Unauthenticated if one of its times is not a number."""
    expires_at, *_ = [seconds(claims, name) for name in ("exp", "nbf", "iat") if name in claims]
    try:
        return datetime.fromtimestamp(expires_at, UTC)
    except (OverflowError, ValueError, OSError):
        raise Unauthenticated("The token's `exp` is too far off.") from None


def seconds(claims: dict[str, object], name: str) -> float:
    """Return the claim, a time in seconds since 1970; Unauthenticated if it is not a number."""
    value = claims[name]
    # PyJWT would accept "123" and true as times.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unauthenticated(f"The token's `{name}` must be a number of seconds.")
    return value
