"""A token whose base64url is spelled otherwise is refused, whichever algorithm signed it."""

import base64

import pytest

from tests.server.access.issuer import running_issuer
from tests.server.access.tokens import KEYS, jwk, refused, signed_by, signed_in

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize("algorithm", KEYS)
async def test_bits_that_say_nothing_must_be_zero(algorithm: str) -> None:
    with running_issuer() as issuer:
        issuer.keys = [jwk(KEYS[algorithm], "a")]
        token = signed_by(algorithm, "a")
        assert await signed_in(token, jwt_secret=None, jwt_jwks_url=issuer.address)
        signed, _, signature = token.rpartition(".")
        same = signature[:-1] + ALPHABET[ALPHABET.index(signature[-1]) ^ 1]
        assert base64.urlsafe_b64decode(same + "==") == base64.urlsafe_b64decode(signature + "==")
        for other in (same, signature + "=", signature + "\n", base64.b64encode(b"x" * 64).decode()):
            await refused(f"{signed}.{other}", jwt_secret=None, jwt_jwks_url=issuer.address)
