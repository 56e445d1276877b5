"""A token whose base64url has another spelling is refused, whichever algorithm signed it."""

import base64
from typing import Any

import pytest

from tests.server.access.issuer import running_issuer
from tests.server.access.tokens import KEYS, claims, hs256, jwk, refused, signed_by, signed_in

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize("algorithm", ["HS256", *KEYS])
async def test_a_token_has_one_spelling(algorithm: str) -> None:
    with running_issuer() as issuer:
        issuer.keys = [jwk(key, name) for name, key in KEYS.items()]
        of_issuer: dict[str, Any] = {"jwt_secret": None, "jwt_jwks_url": issuer.address}
        token, by = (hs256(claims()), {}) if algorithm == "HS256" else (signed_by(algorithm, algorithm), of_issuer)
        assert await signed_in(token, **by)
        header, payload, signature = token.split(".")
        # The last character has bits that are not part of the signature.
        same = signature[:-1] + ALPHABET[ALPHABET.index(signature[-1]) ^ 1]
        raw = base64.urlsafe_b64decode(signature + "==")
        assert base64.urlsafe_b64decode(same + "==") == raw
        for other in (same, *(f"{signature}{end}" for end in ("=", "==", "\n", "!")), base64.b64encode(raw).decode()):
            await refused(f"{header}.{payload}.{other}", **by)
        await refused(f"{header}.{payload}\n.{signature}", **by)
        await refused(f"{header}.{payload}.{signature[:10]} {signature[10:]}", **by)
