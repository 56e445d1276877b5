"""Fetches the public keys of the tokens' issuer."""

import asyncio
import json
import logging
from time import monotonic
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from models.background import begin

logger = logging.getLogger(__name__)

ALGORITHMS = ["RS256", "ES256", "EdDSA"]
"""PyJWT binds each key to one of these. The algorithm in a token's header must be the key's."""
MAX_AGE = 3600.0
"""Seconds after which the keys are fetched again."""
MIN_INTERVAL = 30.0
"""Seconds between two requests to the issuer, since anyone can send tokens with an unknown `kid`."""
MIN_INTERVAL_WITHOUT_KEYS = 1.0
"""Seconds between two requests to the issuer while there are no keys."""
MAX_BYTES = 256 * 1024
DEADLINE = 5.0
"""Seconds for a whole request to the issuer."""
UNUSABLE_KEYS = (ClientError, PyJWTError, ValueError, RecursionError, TimeoutError)
"""The exceptions that fetching the keys may raise."""


class IssuerKeys:
    """
    The keys of the JSON Web Key Set at `address`. They are fetched when they are first needed, when they are an hour
    old, and for an unknown `kid`, but at most every 30 seconds. While the issuer cannot be reached, the old keys are
    used.

    PyJWT's own client is not used. It limits neither the size nor the time of a whole response. While the issuer is
    down, it loses its keys and requests them again for each token.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.keys: list[PyJWK] = []
        self.fetched_at = self.tried_at = float("-inf")
        self.fetching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.fetching:
            self.fetching.cancel()

    async def find(self, kid: str | None) -> PyJWK | None:
        """
        Return the key that `kid` names, or without a `kid` the only key; None if there is none. Fetch the keys first if
        they are too old or lack this one.
        """
        key = self.known(kid)
        now = monotonic()
        if key and now - self.fetched_at < MAX_AGE:
            return key
        is_fetching = self.fetching is not None and not self.fetching.done()
        if not is_fetching and now - self.tried_at >= (MIN_INTERVAL if self.keys else MIN_INTERVAL_WITHOUT_KEYS):
            self.tried_at = now
            self.fetching = begin("issuer's keys", self.refresh())
        elif key:
            return key
        if self.fetching:
            # Shielded, because other requests also wait for the keys if the client of this one disconnects.
            await asyncio.shield(self.fetching)
        return self.known(kid)

    def known(self, kid: str | None) -> PyJWK | None:
        if kid is None:
            return self.keys[0] if len(self.keys) == 1 else None
        return next((key for key in self.keys if key.key_id == kid), None)

    async def refresh(self) -> None:
        """Fetch the keys; if that fails, log it and leave the old ones."""
        try:
            keys = public_keys(await self.download())
        except UNUSABLE_KEYS as error:
            logger.warning(
                "cannot fetch the issuer's keys from %s: %s", self.address, str(error) or "no answer in time"
            )
            return
        self.keys = keys
        self.fetched_at = monotonic()

    async def download(self) -> bytes:
        """Return the bytes of the key set; UNUSABLE_KEYS if that fails, or for more than 256 KiB."""
        # Uncompressed, so that MAX_BYTES bounds the memory.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        body = bytearray()
        async with (
            ClientSession(timeout=ClientTimeout(DEADLINE), auto_decompress=False, trust_env=True) as client,
            client.get(self.address, headers=headers, allow_redirects=False, raise_for_status=True) as response,
        ):
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise ValueError(f"longer than {MAX_BYTES} bytes")
        return bytes(body)


def public_keys(document: bytes) -> list[PyJWK]:
    """Return the keys of a JSON Web Key Set that can verify tokens; ValueError or PyJWTError without any."""
    key_set = json.loads(document)
    if not isinstance(key_set, dict) or not isinstance(key_set.get("keys"), list):
        raise ValueError("not a JSON Web Key Set")  # noqa: TRY004
    usable = PyJWKSet([entry for entry in key_set["keys"] if may_verify(entry)])
    keys = [key for key in usable if not key.Algorithm.check_key_length(key.key)]
    if not keys:
        raise ValueError("no public key for RS256, ES256 or EdDSA in it")
    return keys


def may_verify(entry: object) -> bool:
    """
    Whether a JSON Web Key is a public key for RS256, ES256 or EdDSA, and its fields allow it to verify signatures.
    """
    if not isinstance(entry, dict) or "d" in entry:
        return False
    operations = entry.get("key_ops", ["verify"])
    return (
        entry.get("kty") in ["RSA", "EC", "OKP"]
        and entry.get("crv", "P-256") in ["P-256", "Ed25519"]
        and entry.get("alg", "RS256") in ALGORITHMS
        and entry.get("use", "sig") == "sig"
        and isinstance(operations, list)
        and "verify" in operations
    )
