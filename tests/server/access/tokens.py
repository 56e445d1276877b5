"""Makes tokens, genuine and forged, and authenticates them."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from resolvers.access import Caller
from server.access.authenticator import Authenticator
from server.requests.refusals import Unauthenticated
from server.settings.settings import Settings

SECRET = "not-a-secret-outside-of-these-tests"
USER = "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11"
ISSUER = "https://abc.supabase.co/auth/v1"
RSA_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
ED_KEY = ed25519.Ed25519PrivateKey.generate()
KEYS: dict[str, Any] = {"RS256": RSA_KEY, "ES256": EC_KEY, "EdDSA": ED_KEY}


def settings(**changes: Any) -> Settings:
    return Settings(database_url="postgresql:///d", s3_bucket_name="images", **changes)


def claims(**changes: Any) -> dict[str, Any]:
    """Return the claims of a token of Supabase, with `changes`; a claim changed to None is left out."""
    now = int(time.time())
    usual = {
        "iss": ISSUER,
        "sub": USER,
        "aud": "authenticated",
        "exp": now + 3600,
        "iat": now,
        "role": "authenticated",
        "email": "someone@example.com",
        "app_metadata": {"provider": "email", "providers": ["email"]},
        "user_metadata": {"role": "admin", "plan": "pro"},
        "is_anonymous": False,
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def part(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def hs256(payload: object, header: object = None, secret: bytes = SECRET.encode()) -> str:
    """Return a token signed by HS256, of any payload and header, also invalid ones, which `jwt.encode` refuses."""
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT'} if header is None else header)}.{part(payload)}"
    return f"{signed}.{part(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def jwk(key: Any, kid: str | None, **changes: Any) -> dict[str, Any]:
    public: Any = key.public_key()
    kind: dict[str, Any] = {"RSA": RSAAlgorithm, "EC": ECAlgorithm, "Ed": OKPAlgorithm}
    to_jwk = next(algorithm.to_jwk for name, algorithm in kind.items() if name in type(public).__name__)
    return {**to_jwk(public, as_dict=True), **({"kid": kid} if kid else {}), "use": "sig", **changes}


def signed_by(algorithm: str, kid: str | None, key: Any = None, **changes: Any) -> str:
    headers = {"kid": kid} if kid else None
    return jwt.encode(claims(**changes), key or KEYS[algorithm], algorithm, headers)


async def signed_in(token: str, **changes: Any) -> Caller:
    async with Authenticator(settings(**{"jwt_secret": SECRET} | changes)) as authenticator:
        return await authenticator.authenticate(f"Bearer {token}")


async def refused(token: str, message: str = "", **changes: Any) -> None:
    with pytest.raises(Unauthenticated) as caught:
        await signed_in(token, **changes)
    assert message in str(caught.value)
    assert not any(text in str(caught.value) for text in token.split(".") if len(text) > 8)
