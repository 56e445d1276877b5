"""The public keys by which a token's issuer can be recognised."""

import asyncio
import json
import logging
from time import monotonic
from typing import Self

import httpx2
from cryptography.exceptions import UnsupportedAlgorithm
from jwt import PyJWK
from jwt.exceptions import PyJWTError

logger = logging.getLogger(__name__)

# Bound to the kind of key: what a token's header asks for never chooses.
ALGORITHMS = {"RSA": "RS256", "EC": "ES256", "OKP": "EdDSA"}
PUBLIC_MEMBERS = ("kty", "kid", "crv", "n", "e", "x", "y")
MAX_AGE = 3600.0
# Anyone can make up a `kid`; this bounds how often that reaches the issuer.
MIN_INTERVAL = 30.0
MIN_INTERVAL_WITHOUT_KEYS = 1.0
MAX_BYTES = 256 * 1024
DEADLINE = 5.0


class IssuerKeys:
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
        if kid is None:
            return self.keys[0] if len(self.keys) == 1 else None
        return next((key for key in self.keys if key.key_id == kid), None)

    async def refresh(self) -> None:
        try:
            async with asyncio.timeout(DEADLINE):
                keys = public_keys(await self.download())
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, RecursionError, TimeoutError) as error:
            logger.warning("cannot fetch the issuer's keys from %s: %r", self.address, error)
            return
        self.keys = keys
        self.fetched_at = monotonic()

    async def download(self) -> bytes:
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
    """The usable keys of a JSON Web Key Set; a ValueError when it has none."""
    key_set = json.loads(document)
    entries = key_set.get("keys") if isinstance(key_set, dict) else None
    if not isinstance(entries, list):
        raise ValueError("not a JSON Web Key Set")  # noqa: TRY004
    keys = [key for entry in entries if isinstance(entry, dict) and (key := public_key(entry))]
    if not keys:
        raise ValueError("no public key for RS256, ES256 or EdDSA in it")
    return keys


def public_key(entry: dict[str, object]) -> PyJWK | None:
    algorithm = ALGORITHMS.get(str(entry.get("kty")))
    if not algorithm or entry.get("alg", algorithm) != algorithm or entry.get("use", "sig") != "sig":
        return None
    public = {name: entry[name] for name in PUBLIC_MEMBERS if name in entry}
    try:
        key = PyJWK(public, algorithm)
        key.Algorithm.prepare_key(key.key)
    except (PyJWTError, UnsupportedAlgorithm, ValueError, TypeError):
        return None
    return None if key.Algorithm.check_key_length(key.key) else key
