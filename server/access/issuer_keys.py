"""The public keys by which a token's issuer can be recognised."""

import asyncio
import json
import logging
from time import monotonic
from typing import Self

import httpx2
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

logger = logging.getLogger(__name__)

# PyJWT binds each key to the one of them that is its own; what a token's header asks for never chooses.
ALGORITHMS = ["RS256", "ES256", "EdDSA"]
MAX_AGE = 3600.0
# Anyone can make up a `kid`; this bounds how often that reaches the issuer.
MIN_INTERVAL = 30.0
MIN_INTERVAL_WITHOUT_KEYS = 1.0
MAX_BYTES = 256 * 1024
DEADLINE = 5.0


class IssuerKeys:
    """
    The keys of a JSON Web Key Set, fetched from `address` when they are first needed, hourly, and for an unknown
    key's sake at most every 30 seconds. While the issuer cannot be reached the old ones stay good.

    PyJWT's own client is not used: it has no bound for a body, no deadline for a whole answer, loses its keys while
    the issuer is down, and then asks it for each token.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = httpx2.AsyncClient(timeout=DEADLINE)
        self.keys: list[PyJWK] = []
        self.fetched_at = self.tried_at = float("-inf")
        self.fetching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.fetching:
            self.fetching.cancel()
        await self.client.aclose()

    async def find(self, kid: str | None) -> PyJWK | None:
        """The key so named, or the only one there is for a token that names none."""
        key = self.known(kid)
        now = monotonic()
        if key and now - self.fetched_at < MAX_AGE:
            return key
        if now - self.tried_at >= (MIN_INTERVAL if self.keys else MIN_INTERVAL_WITHOUT_KEYS):
            self.tried_at = now
            self.fetching = asyncio.create_task(self.refresh())
        elif key:
            return key
        if self.fetching:
            # Shielded: a caller that goes away must not cost the others the new keys.
            await asyncio.shield(self.fetching)
        return self.known(kid)

    def known(self, kid: str | None) -> PyJWK | None:
        """The key so named among those that were fetched last."""
        if kid is None:
            return self.keys[0] if len(self.keys) == 1 else None
        return next((key for key in self.keys if key.key_id == kid), None)

    async def refresh(self) -> None:
        """Fetch the keys; when that fails, log it and leave the old ones."""
        try:
            async with asyncio.timeout(DEADLINE):
                keys = public_keys(await self.download())
        except (httpx2.HTTPError, httpx2.InvalidURL, PyJWTError, ValueError, RecursionError, TimeoutError) as error:
            logger.warning("cannot fetch the issuer's keys from %s: %r", self.address, error)
            return
        self.keys = keys
        self.fetched_at = monotonic()

    async def download(self) -> bytes:
        """The bytes of the key set, 256 KiB at most."""
        # Uncompressed, so that the bound holds before anything is unpacked.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        body = bytearray()
        async with self.client.stream("GET", self.address, headers=headers) as response:
            response.raise_for_status()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise ValueError(f"longer than {MAX_BYTES} bytes")
        return bytes(body)


def public_keys(document: bytes) -> list[PyJWK]:
    """The keys of a JSON Web Key Set with which tokens may be verified; a ValueError or PyJWTError without any."""
    key_set = json.loads(document)
    if not isinstance(key_set, dict) or not isinstance(key_set.get("keys"), list):
        raise ValueError("not a JSON Web Key Set")  # noqa: TRY004
    usable = PyJWKSet([entry for entry in key_set["keys"] if may_verify(entry)])
    keys = [key for key in usable if not key.Algorithm.check_key_length(key.key)]
    if not keys:
        raise ValueError("no public key for RS256, ES256 or EdDSA in it")
    return keys


def may_verify(entry: object) -> bool:
    """Whether a JSON Web Key is a public one for RS256, ES256 or EdDSA and says nothing against verifying with it."""
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
