"""Back ends sign tokens with another secret than the one, or the keys, that verify users."""

import asyncio
from collections.abc import Iterator
from subprocess import CompletedProcess
from typing import Any

import jwt
import pytest

from resolvers.access import Role
from server.settings.settings import Settings
from tests.api import JWT_SECRET
from tests.server.access.issuer import Issuer, running_issuer
from tests.server.access.tokens import EC_KEY, ISSUER, RSA_KEY, claims, hs256, jwk, refused, signed_by, signed_in
from tests.server.commands import run, variables

SERVICE = "a-secret-of-back-ends-outside-of-these-tests"
OLD = "the-secret-that-was-in-use-before-this-one"
OLD_SERVICE = "the-secret-of-back-ends-that-was-before"


@pytest.fixture
def keys() -> Iterator[dict[str, Any]]:
    """Settings with an issuer's keys, and with both secrets of back ends."""
    with running_issuer() as issuer:
        issuer.keys = [jwk(EC_KEY, "a"), jwk(RSA_KEY, "b")]
        yield by(issuer) | {"jwt_issuer": ISSUER}


def by(issuer: Issuer) -> dict[str, Any]:
    return {
        "jwt_secret": None,
        "jwt_jwks_url": issuer.address,
        "jwt_service_secret": SERVICE,
        "jwt_service_secret_previous": OLD_SERVICE,
    }


def of_service(secret: str = SERVICE, **changes: Any) -> str:
    return hs256(claims(**{"role": "service_role", "iss": None} | changes), secret=secret.encode())


@pytest.mark.parametrize("secret", [SERVICE, OLD_SERVICE])
async def test_together_with_the_issuers_keys(keys: dict[str, Any], secret: str) -> None:
    assert (await signed_in(signed_by("ES256", "a"), **keys)).role is Role.USER
    assert (await signed_in(of_service(secret), **keys)).role is Role.SERVICE
    assert (await signed_in(of_service(secret, role="admin"), **keys)).role is Role.ADMIN
    by_metadata = of_service(secret, role="authenticated", app_metadata={"role": "service_role"})
    assert (await signed_in(by_metadata, **keys)).role is Role.SERVICE


@pytest.mark.parametrize("secret", [SERVICE, OLD_SERVICE])
async def test_together_with_a_secret(secret: str) -> None:
    both = {"jwt_service_secret": SERVICE, "jwt_service_secret_previous": OLD_SERVICE, "jwt_issuer": ISSUER}
    assert (await signed_in(hs256(claims()), **both)).role is Role.USER
    assert (await signed_in(of_service(secret), **both)).role is Role.SERVICE
    # Service tokens by the issuer's secret are still accepted.
    assert (await signed_in(hs256(claims(role="service_role")), **both)).role is Role.SERVICE


@pytest.mark.parametrize("secret", [SERVICE, OLD_SERVICE])
async def test_it_signs_no_tokens_of_users(keys: dict[str, Any], secret: str) -> None:
    for role, metadata in ((None, None), ("authenticated", None), ("authenticated", {"role": "authenticated"})):
        token = of_service(secret, role=role, app_metadata=metadata, iss=ISSUER)
        await refused(token, "must have the role service_role or admin", **keys)
    await refused(of_service(secret, role="anon"), "role is not known", **keys)


async def test_audience_and_times_are_checked(keys: dict[str, Any]) -> None:
    await refused(of_service(aud="someone-else"), "another audience", **keys)
    await refused(of_service(exp=1), "has expired", **keys)
    await refused(of_service(exp=None), "lacks the claim `exp`", **keys)
    assert await signed_in(of_service(iss="anybody"), **keys)


async def test_the_issuer_must_name_itself(keys: dict[str, Any]) -> None:
    await refused(signed_by("ES256", "a", iss=None), "lacks the claim `iss`", **keys)
    await refused(hs256(claims(iss="anybody")), "another issuer", jwt_issuer=ISSUER, jwt_service_secret=SERVICE)


async def test_no_algorithm_is_taken_for_another(keys: dict[str, Any]) -> None:
    """The secret does not verify tokens of a key's algorithm, nor a key's text those of the secret's."""
    for algorithm in ("RS256", "ES256", "EdDSA", "HS384", "HS512", "none", "", None):
        for kid in ("a", "b", None):
            forged = hs256(claims(role="service_role"), {"alg": algorithm, "kid": kid}, SERVICE.encode())
            await refused(forged, **keys)
    stronger = jwt.encode(claims(role="service_role"), SERVICE + SERVICE, "HS512")
    await refused(stronger, **keys)
    unsigned = of_service().rpartition(".")[0]
    for signature in ("", "AAAA"):
        await refused(f"{unsigned}.{signature}", **keys)
    await refused(hs256(claims(role="service_role")), "not signed with a published key", **keys)


async def test_tokens_of_the_secret_do_not_ask_the_issuer() -> None:
    with running_issuer() as issuer:
        for secret in (SERVICE, OLD_SERVICE):
            await signed_in(of_service(secret), **by(issuer))
        assert issuer.fetches == 0


async def test_a_secret_that_is_no_longer_set() -> None:
    await refused(of_service(OLD_SERVICE), "not signed", jwt_service_secret=SERVICE)
    await refused(hs256(claims(), secret=OLD.encode()), "not signed", jwt_service_secret=SERVICE)


@pytest.mark.slow
@pytest.mark.own_database
async def test_check_in_the_middle_of_a_change(settings: Settings) -> None:
    given = {"JWT_SECRET_PREVIOUS": OLD, "JWT_SERVICE_SECRET": SERVICE, "JWT_SERVICE_SECRET_PREVIOUS": OLD_SERVICE}
    checked = await asyncio.to_thread(run, "check", **variables(settings, **given))
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "All is right.")
    same = await asyncio.to_thread(run, "check", **variables(settings, **given | {"JWT_SERVICE_SECRET": JWT_SECRET}))
    assert same.returncode == 2
    assert same.stderr.splitlines() == [
        "JWT_SECRET, JWT_SERVICE_SECRET: the same secret; expected a different secret in each"
    ]


async def admin_token(settings: Settings, **given: str) -> CompletedProcess[str]:
    return await asyncio.to_thread(run, "admin-token", "--expires", "60", **variables(settings, **given))


@pytest.mark.slow
async def test_the_first_administrators_token(settings: Settings, keys: dict[str, Any]) -> None:
    """It is signed with the secret of back ends if there is one, or else with the only secret."""
    beside = await admin_token(settings, JWT_SERVICE_SECRET=SERVICE, JWT_ISSUER=ISSUER)
    assert (await signed_in(beside.stdout.strip(), **keys)).role is Role.ADMIN
    alone = await admin_token(settings, JWT_ISSUER=ISSUER)
    assert (await signed_in(alone.stdout.strip(), jwt_secret=JWT_SECRET, jwt_issuer=ISSUER)).role is Role.ADMIN
    neither = await admin_token(settings, JWT_SECRET="", JWT_JWKS_URL="https://issuer.example.com/keys")
    assert neither.returncode == 1
    assert neither.stderr.splitlines()[-1].startswith("Next: JWT_SERVICE_SECRET=…")
