import time
from typing import Literal
from uuid import UUID

import jwt

Role = Literal["user", "admin", "service"]

_CLAIMED_ROLES: dict[Role, str] = {"user": "authenticated", "admin": "admin", "service": "service_role"}


def sign_token(
    secret: str,
    user: UUID,
    *,
    role: Role = "user",
    plan: str | None = None,
    seconds: int = 3600,
    audience: str = "authenticated",
    issuer: str | None = None,
) -> str:
    """Return a JWT of the user, signed with the secret by HS256, that expires after `seconds`."""
    now = int(time.time())
    claims: dict[str, object] = {
        "sub": str(user),
        "role": _CLAIMED_ROLES[role],
        "aud": audience,
        "iat": now,
        "exp": now + seconds,
    }
    if plan is not None:
        claims["app_metadata"] = {"plan": plan}
    if issuer is not None:
        claims["iss"] = issuer
    return jwt.encode(claims, secret, algorithm="HS256")
