import contextlib
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.access import Caller, Role
from server.access.authenticator import Authenticator
from server.requests.refusals import PlanNotKnown, Unauthenticated
from tests.fuzz.fuzz import EXAMPLES
from tests.server.access.tokens import (
    ISSUER,
    SECRET,
    USER,
    claims,
    hs256,
    part,
    refused,
    settings,
    signed_in,
)

# Tokens that are accepted


async def test_a_supabase_token() -> None:
    expiry = int(time.time()) + 600
    viewer = await signed_in(hs256(claims(exp=expiry)), supabase_url="https://abc.supabase.co")
    assert viewer.id == UUID(USER)
    assert viewer.role is Role.USER
    assert viewer.plan.name == "free"
    assert (await signed_in(hs256(claims(app_metadata={"plan": "pro"})))).plan.name == "pro"
    assert viewer.expires_at == datetime.fromtimestamp(expiry, UTC)


@pytest.mark.parametrize(
    ("role", "metadata_role", "expected"),
    [
        (None, None, Role.USER),
        ("authenticated", None, Role.USER),
        ("admin", None, Role.ADMIN),
        ("service_role", None, Role.SERVICE),
        ("authenticated", "admin", Role.ADMIN),
        (None, "service_role", Role.SERVICE),
        ("authenticated", "authenticated", Role.USER),
        ("service_role", "admin", Role.SERVICE),
    ],
)
async def test_roles(role: str | None, metadata_role: str | None, expected: Role) -> None:
    metadata = {"role": metadata_role} if metadata_role else None
    assert (await signed_in(hs256(claims(role=role, app_metadata=metadata)))).role is expected


@pytest.mark.parametrize("scheme", ["bearer ", "BEARER ", "Bearer   "])
async def test_the_scheme_in_any_case(scheme: str) -> None:
    async with Authenticator(settings(jwt_secret=SECRET)) as authenticator:
        assert (await authenticator.authenticate(scheme + hs256(claims()))).id == UUID(USER)


@pytest.mark.parametrize(("name", "sign"), [("nbf", 1), ("iat", 1), ("exp", -1)])
async def test_clocks_may_differ_by_thirty_seconds(name: str, sign: int) -> None:
    now = int(time.time())
    assert await signed_in(hs256(claims(**{name: now + 20 * sign})))
    await refused(hs256(claims(**{name: now + 45 * sign})))


# Tokens that are refused


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (None, "A token is required"),
        (7, "A token is required"),
        ("", "must be Bearer"),
        ("Basic dXNlcjpwYXNz", "must be Bearer"),
        ("Bearer", "not a JSON Web Token"),
        ("Bearer a.b", "not a JSON Web Token"),
        ("Bearer a.b.c.d.e", "not a JSON Web Token"),
        ("Bearer a.b.", "not a JSON Web Token"),
        ("Bearer a.b.é", "not a JSON Web Token"),
        ("Bearer " + "a" * 8193, "longer than 8192"),
        ("Bearer " + "a" * 10_000_000, "longer than 8192"),
    ],
)
async def test_headers_without_a_token(header: object, message: str) -> None:
    async with Authenticator(settings(jwt_secret=SECRET)) as authenticator:
        with pytest.raises(Unauthenticated, match=message):
            await authenticator.authenticate(header)


async def test_unsigned_tokens() -> None:
    for name in ("none", "None", "NONE", "nOnE"):
        unsigned = f"{part({'alg': name})}.{part(claims())}."
        await refused(unsigned)
        await refused(unsigned + "AAAA", "not signed by the issuer")


async def test_a_changed_token() -> None:
    header, _, signature = hs256(claims()).split(".")
    await refused(f"{header}.{part(claims(role='service_role'))}.{signature}", "not signed by the issuer")
    await refused(hs256(claims(), secret=b"x" * 32), "not signed by the issuer")


@pytest.mark.parametrize("algorithm", ["HS384", "HS512", "RS256", "ES256", "", None, 7, ["HS256"], {"HS256": 1}])
async def test_a_token_does_not_choose_the_algorithm(algorithm: object) -> None:
    await refused(hs256(claims(), {"alg": algorithm}), "malformed, or not signed")


@pytest.mark.parametrize("crit", [["b64"], ["exp"], [], "b64", [7], {"b64": True}])
async def test_critical_extensions(crit: object) -> None:
    await refused(hs256(claims(), {"alg": "HS256", "crit": crit, "b64": False}), "malformed")
    await refused(hs256(claims(), {"alg": "HS256", "crit": crit, "exp": 1}), "malformed")


PAST, FUTURE = int(time.time()) - 60, int(time.time()) + 6000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exp": None}, "lacks the claim `exp`"),
        ({"exp": PAST}, "has expired"),
        ({"exp": 0}, "has expired"),
        ({"exp": -(10**30)}, "has expired"),
        ({"exp": str(FUTURE)}, "`exp` must be a number"),
        ({"exp": True}, "has expired"),
        ({"exp": []}, "malformed"),
        ({"exp": float("nan")}, "malformed"),
        ({"exp": float("inf")}, "malformed"),
        ({"exp": 1e300}, "too far off"),
        ({"exp": 10**2000}, "too far off"),
        ({"nbf": FUTURE}, "not valid yet"),
        ({"nbf": "soon"}, "malformed"),
        ({"nbf": "1"}, "`nbf` must be a number"),
        ({"nbf": float("nan")}, "malformed"),
        ({"iat": FUTURE}, "not valid yet"),
        ({"iat": True}, "`iat` must be a number"),
        ({"iat": float("-inf")}, "malformed"),
        ({"aud": None}, "lacks the claim `aud`"),
        ({"aud": "anon"}, "`aud` must be or contain `authenticated`"),
        ({"aud": ["a", "b"]}, "`aud` must be or contain `authenticated`"),
        ({"aud": {"authenticated": 1}}, "another audience"),
        ({"aud": ["authenticated", 7]}, "another audience"),
        ({"iss": None}, "lacks the claim `iss`"),
        ({"iss": "https://evil.supabase.co/auth/v1"}, "another issuer"),
        ({"iss": ISSUER + "/"}, "another issuer"),
        ({"iss": [ISSUER]}, "another issuer"),
        ({"sub": None}, "lacks the claim `sub`"),
        ({"sub": "someone"}, "`sub` must be the user's UUID"),
        ({"sub": "{" + USER + "}"}, "`sub` must be the user's UUID"),
        ({"sub": USER.replace("-", "")}, "`sub` must be the user's UUID"),
        ({"sub": ""}, "`sub` must be the user's UUID"),
        ({"sub": 7}, "malformed"),
        ({"role": "anon"}, "role is not known; expected one of authenticated, admin, service_role"),
        ({"role": ""}, "role is not known"),
        ({"role": "ADMIN"}, "role is not known"),
        ({"role": "anon", "app_metadata": {"role": "admin"}}, "role is not known"),
        ({"role": ["admin"]}, "`role` must be a string"),
        ({"role": 7}, "`role` must be a string"),
        ({"app_metadata": {"role": "owner"}}, "role is not known"),
        ({"app_metadata": {"role": {}}}, "`role` must be a string"),
        ({"app_metadata": "admin"}, "`app_metadata` must be an object"),
        ({"app_metadata": []}, "`app_metadata` must be an object"),
        ({"app_metadata": {"plan": ["pro"]}}, "`plan` must be a string"),
    ],
)
async def test_claims(changes: dict[str, Any], message: str) -> None:
    await refused(hs256(claims(**changes)), message, jwt_issuer=ISSUER)


async def test_an_unknown_plan_is_forbidden_and_not_unauthenticated() -> None:
    for plan in ("platinum", ""):
        with pytest.raises(PlanNotKnown, match=r"plan is unknown\. Known plans: free, pro") as caught:
            await signed_in(hs256(claims(app_metadata={"plan": plan})))
        assert (caught.value.status, caught.value.headers) == (403, {})


@pytest.mark.parametrize("payload", [b"", b"\xff", b"[]", b"null", b"7", b'"sub"', b"{", b"[" * 5000])
async def test_payloads_that_are_not_objects(payload: bytes) -> None:
    await refused(hs256(payload))
    await refused(hs256(claims(), payload))


@pytest.mark.examples
@hypothesis.settings(deadline=None, max_examples=EXAMPLES)
@given(st.text() | st.text("Bearer .=-_aA0\n\x00").map("Bearer ".__add__))
async def test_random_headers_are_refused(header: str) -> None:
    async with Authenticator(settings(jwt_secret=SECRET)) as authenticator:
        with pytest.raises(Unauthenticated):
            await authenticator.authenticate(header)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMES = ["sub", "exp", "nbf", "iat", "aud", "iss", "role", "app_metadata", "jti"]
METADATA = st.fixed_dictionaries({}, optional={"role": JSON, "plan": JSON})


@pytest.mark.slow
@pytest.mark.examples
@hypothesis.settings(deadline=None, max_examples=EXAMPLES)
@given(
    st.dictionaries(st.sampled_from(NAMES), JSON | METADATA, min_size=1),
    st.dictionaries(st.sampled_from(["alg", "kid", "jku", "jwk", "crit", "b64", "typ", "zip"]), JSON),
    st.booleans(),
)
async def test_random_signed_tokens_are_accepted_or_refused(
    changes: dict[str, Any], header: dict[str, Any], plain: bool
) -> None:
    token = hs256(claims() | changes, None if plain else {"alg": "HS256"} | header)
    with contextlib.suppress(Unauthenticated, PlanNotKnown):
        caller = await signed_in(token)
        assert isinstance(caller, Caller)
        assert caller.id == UUID(changes.get("sub", USER))
