import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from server.access import issuer_keys
from server.access.authenticator import Authenticator
from server.requests.refusals import Unauthenticated
from tests.server.access.issuer import Issuer, running_issuer
from tests.server.access.tokens import (
    EC_KEY,
    ED_KEY,
    KEYS,
    RSA_KEY,
    SECRET,
    USER,
    claims,
    hs256,
    jwk,
    part,
    refused,
    settings,
    signed_by,
    signed_in,
)

WEAK_RSA_KEY = rsa.generate_private_key(65537, 1024)  # noqa: S505 - refused, as it should be
WRONG_CURVE_KEY = ec.generate_private_key(ec.SECP384R1())


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(issuer_keys, "monotonic", clock)
    for module in ("jwks_client", "jwk_set_cache", "api_jwk"):
        monkeypatch.setattr(f"jwt.{module}.time", SimpleNamespace(monotonic=clock), raising=False)
    return clock


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with running_issuer() as issuer:
        yield issuer


@pytest.mark.parametrize("algorithm", KEYS)
async def test_tokens_by_the_issuers_keys(issuer: Issuer, algorithm: str) -> None:
    issuer.keys = [jwk(key, name) for name, key in KEYS.items()]
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        for _ in range(3):
            assert (await authenticator.authenticate(f"Bearer {signed_by(algorithm, algorithm)}")).id == UUID(USER)
    assert issuer.fetches == 1


async def test_supabases_key_address_is_derived(issuer: Issuer) -> None:
    issuer.keys = [jwk(EC_KEY, "a")]
    base = issuer.address.removesuffix("/jwks.json")
    async with Authenticator(settings(supabase_url=base)) as authenticator:
        token = signed_by("ES256", "a", iss=f"{base}/auth/v1")
        assert (await authenticator.authenticate(f"Bearer {token}")).id == UUID(USER)


async def test_only_a_single_key_needs_no_name(issuer: Issuer) -> None:
    by: dict[str, Any] = {"jwt_secret": None, "jwt_jwks_url": issuer.address}
    issuer.keys = [jwk(EC_KEY, None)]
    assert await signed_in(signed_by("ES256", None), **by)
    issuer.keys = [jwk(EC_KEY, "a"), jwk(RSA_KEY, "b")]
    await refused(signed_by("ES256", None), "a published key", **by)


async def test_a_public_key_is_not_an_hmac_secret(issuer: Issuer) -> None:
    issuer.keys = [jwk(RSA_KEY, "a")]
    public = RSA_KEY.public_key()
    spellings = [
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).strip(),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.PEM, PublicFormat.PKCS1),
        json.dumps(issuer.keys[0]).encode(),
    ]
    for secret in spellings:
        for algorithm in ("HS256", "RS256"):
            forged = hs256(claims(), {"alg": algorithm, "kid": "a"}, secret)
            await refused(forged, "not signed", jwt_secret=None, jwt_jwks_url=issuer.address)


async def test_a_key_verifies_only_its_own_algorithm(issuer: Issuer) -> None:
    issuer.keys = [jwk(RSA_KEY, "a")]
    for algorithm in ("RS512", "PS256"):
        token = jwt.encode(claims(), RSA_KEY, algorithm, {"kid": "a"})
        await refused(token, "not signed", jwt_secret=None, jwt_jwks_url=issuer.address)
    crossed = jwt.encode(claims(), EC_KEY, "ES256", {"kid": "a"})
    await refused(crossed, "not signed", jwt_secret=None, jwt_jwks_url=issuer.address)


async def test_a_secret_replaces_the_issuers_keys(issuer: Issuer) -> None:
    issuer.keys = [jwk(EC_KEY, "a")]
    await refused(signed_by("ES256", "a"), "not signed", jwt_jwks_url=issuer.address)
    assert issuer.fetches == 0


async def test_keys_in_a_token_are_not_used(issuer: Issuer) -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    with running_issuer() as attacker:
        issuer.keys, attacker.keys = [jwk(EC_KEY, "a")], [jwk(own, "a")]
        for injected in (
            {"jku": attacker.address},
            {"x5u": attacker.address},
            {"jwk": jwk(own, "a")},
            {"x5c": [part(b"certificate")]},
            {"crit": ["jwk"], "jwk": jwk(own, "a")},
        ):
            token = jwt.encode(claims(), own, "ES256", {"kid": "a"} | injected)
            await refused(token, "not signed", jwt_secret=None, jwt_jwks_url=issuer.address)
    assert attacker.fetches == 0


@pytest.mark.parametrize(
    "kid",
    ["../../dev/null", "' OR 1=1 --", "http://127.0.0.1/", "", "a\x00", 7, None, ["a"], {"a": 1}, "a" * 4000],
)
async def test_a_key_id_is_looked_up_and_nothing_else(issuer: Issuer, kid: object) -> None:
    issuer.keys = [jwk(EC_KEY, "a"), jwk(RSA_KEY, "b")]
    for secret in (b"", b"\x00", SECRET.encode()):
        token = hs256(claims(), {"alg": "HS256", "kid": kid}, secret)
        await refused(token, jwt_secret=None, jwt_jwks_url=issuer.address)


# The issuer's keys over time


async def test_rotation(issuer: Issuer, clock: Clock) -> None:
    issuer.keys = [jwk(EC_KEY, "old")]
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        await authenticator.authenticate(f"Bearer {signed_by('ES256', 'old')}")
        issuer.keys = [jwk(RSA_KEY, "new")]
        clock.now += 31
        await authenticator.authenticate(f"Bearer {signed_by('RS256', 'new')}")
        with pytest.raises(Unauthenticated, match="a published key"):
            await authenticator.authenticate(f"Bearer {signed_by('ES256', 'old')}")
    assert issuer.fetches == 2


async def test_a_withdrawn_key_is_removed_after_an_hour(issuer: Issuer, clock: Clock) -> None:
    issuer.keys = [jwk(EC_KEY, "old"), jwk(RSA_KEY, "new")]
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        await authenticator.authenticate(f"Bearer {signed_by('ES256', 'old')}")
        issuer.keys = [jwk(RSA_KEY, "new")]
        clock.now += 3601
        with pytest.raises(Unauthenticated, match="a published key"):
            await authenticator.authenticate(f"Bearer {signed_by('ES256', 'old')}")


async def test_a_flood_of_made_up_key_ids_is_not_passed_on(issuer: Issuer, clock: Clock) -> None:
    issuer.keys = [jwk(EC_KEY, "a")]
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        for minute in range(3):
            await asyncio.gather(
                *(
                    refused_by(authenticator, signed_by("ES256", f"{minute}-{number}"), "a published key")
                    for number in range(200)
                )
            )
            clock.now += 30
    assert issuer.fetches == 3


async def refused_by(authenticator: Authenticator, token: str, message: str) -> None:
    with pytest.raises(Unauthenticated, match=message):
        await authenticator.authenticate(f"Bearer {token}")


async def test_many_callers_wait_for_one_fetch_even_if_the_first_disconnects(issuer: Issuer) -> None:
    issuer.keys, issuer.delay = [jwk(EC_KEY, "a")], 0.2
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        gone = asyncio.create_task(authenticator.authenticate(f"Bearer {signed_by('ES256', 'a')}"))
        await asyncio.sleep(0.05)
        gone.cancel()
        await asyncio.gather(*(authenticator.authenticate(f"Bearer {signed_by('ES256', 'a')}") for _ in range(50)))
    assert issuer.fetches == 1


Outage = Callable[[Issuer], None]


def answers(status: int = 200, body: bytes | None = b"{}") -> Outage:
    def begin(issuer: Issuer) -> None:
        issuer.status, issuer.body = status, body

    return begin


OUTAGES = [
    answers(500),
    answers(302),
    answers(body=b"<html>"),
    answers(body=b"[" * 5000),
    answers(body=b'{"keys": []}'),
    answers(body=b'{"keys": {"a": 1}}'),
    answers(body=b'{"keys": [7, null, {"kty": "RSA"}, {"kty": "EC", "crv": "P-256", "x": 7}]}'),
    answers(body=json.dumps({"keys": [jwk(RSA_KEY, "b")]}).encode().ljust(issuer_keys.MAX_BYTES + 1)),
]


@pytest.mark.parametrize("outage", OUTAGES)
async def test_the_old_keys_are_used_during_an_outage(
    issuer: Issuer, clock: Clock, outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    issuer.keys = [jwk(EC_KEY, "a")]
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        await authenticator.authenticate(f"Bearer {signed_by('ES256', 'a')}")
        outage(issuer)
        clock.now += 3601
        for _ in range(5):
            await authenticator.authenticate(f"Bearer {signed_by('ES256', 'a')}")
    assert issuer.fetches == 2
    assert [record.levelno for record in caplog.records if record.name == issuer_keys.__name__] == [logging.WARNING]


async def test_an_outage_at_the_start_is_overcome(issuer: Issuer, clock: Clock) -> None:
    issuer.keys = [jwk(EC_KEY, "a")]
    issuer.status = 503
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        for _ in range(5):
            await refused_by(authenticator, signed_by("ES256", "a"), "cannot be fetched now")
        assert issuer.fetches == 1
        issuer.status = 200
        clock.now += 1
        assert await authenticator.authenticate(f"Bearer {signed_by('ES256', 'a')}")


async def test_the_request_to_an_issuer_is_limited_in_time(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuer_keys, "DEADLINE", 0.1)
    issuer.delay = 0.5
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        await refused_by(authenticator, signed_by("ES256", "a"), "cannot be fetched now")


async def test_callers_wait_for_a_running_fetch(issuer: Issuer, clock: Clock) -> None:
    """However long it takes: the older of two responses could arrive last."""
    issuer.keys, issuer.delay = [jwk(EC_KEY, "a")], 0.3
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        waiting = [asyncio.create_task(authenticator.authenticate(f"Bearer {signed_by('ES256', 'a')}"))]
        for _ in range(3):
            await asyncio.sleep(0.05)
            clock.now += 1
            waiting.append(asyncio.create_task(authenticator.authenticate(f"Bearer {signed_by('ES256', 'a')}")))
        assert [caller.id for caller in await asyncio.gather(*waiting)] == [UUID(USER)] * 4
    assert issuer.fetches == 1


async def test_a_running_fetch_ends_with_the_authenticator(issuer: Issuer) -> None:
    issuer.delay = 0.3
    async with Authenticator(settings(jwt_jwks_url=issuer.address)) as authenticator:
        waiting = asyncio.create_task(authenticator.authenticate(f"Bearer {signed_by('ES256', 'a')}"))
        await asyncio.sleep(0.05)
    with pytest.raises(asyncio.CancelledError):
        await waiting


@pytest.mark.parametrize(
    "entry",
    [
        {"kty": "oct", "kid": "a", "k": part(SECRET.encode())},
        jwk(RSA_KEY, "a", key_ops=["sign"]),
        jwk(RSA_KEY, "a", key_ops=[]),
        jwk(RSA_KEY, "a", key_ops=7),
        jwk(RSA_KEY, "a", key_ops="verify"),
        jwk(RSA_KEY, "a", alg=["RS256"]),
        jwk(EC_KEY, "a", crv=["P-256"]),
        jwk(ec.generate_private_key(ec.SECP256K1()), "a"),
        jwk(RSA_KEY, "a", alg="ES256"),
        jwk(EC_KEY, "a", alg="EdDSA"),
        7,
        jwk(RSA_KEY, "a", key_ops=["encrypt", "wrapKey"]),
        jwk(WEAK_RSA_KEY, "a"),
        jwk(WRONG_CURVE_KEY, "a"),
        jwk(RSA_KEY, "a", use="enc"),
        jwk(RSA_KEY, "a", alg="RS512"),
        jwk(RSA_KEY, "a", alg="HS256"),
        jwk(RSA_KEY, "a", kty=["RSA"]),
        jwk(EC_KEY, "a", crv="P-999"),
        RSAAlgorithm.to_jwk(RSA_KEY, as_dict=True) | {"kid": "a", "key_ops": ["sign", "verify"]},  # private
        ECAlgorithm.to_jwk(EC_KEY, as_dict=True) | {"kid": "a", "key_ops": ["sign", "verify"]},
    ],
)
def test_keys_that_are_not_used(entry: dict[str, Any]) -> None:
    (key,) = issuer_keys.public_keys(json.dumps({"keys": [entry, jwk(ED_KEY, "good")]}).encode())
    assert key.key_id == "good"
