"""
The types of settings. Each check returns the value as the server uses it, or raises ValueError with what is wrong; what
would be right is the setting's description.
"""

import re
from difflib import get_close_matches
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from jwt.algorithms import HMACAlgorithm
from jwt.exceptions import InvalidKeyError
from limits import RateLimitItem, parse
from pydantic import AfterValidator, BeforeValidator, Field, IPvAnyNetwork, SecretStr
from pydantic_settings import NoDecode


def postgresql_address(secret: SecretStr) -> SecretStr:
    """An address with the scheme `postgresql`, to which `postgres` is made."""
    address = re.sub(r"^postgres://", "postgresql://", secret.get_secret_value())
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "postgresql" and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("not a PostgreSQL address")
    return SecretStr(address)


def postgresql_addresses(secret: SecretStr) -> SecretStr:
    """One or several of these, with a space between two."""
    addresses = [postgresql_address(SecretStr(address)) for address in secret.get_secret_value().split()]
    if not addresses:
        raise ValueError("not a PostgreSQL address")
    return SecretStr(" ".join(address.get_secret_value() for address in addresses))


def database_route(statement: str) -> str:
    """A statement in which a user's id can be put."""
    if "{user_id}" not in statement:
        raise ValueError(f"{statement!r} has no {{user_id}} in it")
    return statement


def web_address(address: str) -> str:
    """The address, when it has a host and a scheme that browsers know."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", address):
        raise ValueError("not an http:// or https:// address")
    return address


def base_address(address: str) -> str:
    """A web address without slashes at its end, for a path to be added."""
    return web_address(address).rstrip("/")


def split(value: object) -> object:
    """What is between the commas of a text; anything else as it is, for Pydantic to judge."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def origin(address: str) -> str:
    """Scheme, host and port in lower case, as a browser's `Origin` header has them."""
    parts = urlsplit(base_address(address))
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"{address!r} is not an origin: leave out what follows host and port")
    return f"{parts.scheme}://{parts.netloc}".lower()


def time_zone(value: object) -> object:
    """The zone that a text names; anything else as it is, for Pydantic to judge."""
    if not isinstance(value, str):
        return value
    names = available_timezones()
    if value in names:
        return ZoneInfo(value)
    near = get_close_matches(value, names, n=1)
    raise ValueError(f"no time zone is called {value!r}" + (f" (did you mean {near[0]}?)" if near else ""))


def hmac_secret(secret: SecretStr) -> SecretStr:
    """A secret that is long enough for HS256, and no public key by mistake."""
    length = len(secret.get_secret_value().encode())
    if length < 32:
        raise ValueError(f"only {length} bytes long; HS256 needs 32 or more: `openssl rand -base64 48` makes one")
    try:
        HMACAlgorithm(HMACAlgorithm.SHA256).prepare_key(secret.get_secret_value())
    except InvalidKeyError:
        raise ValueError("a key of a key pair, or a certificate; JWT_JWKS_URL is for those") from None
    return secret


def bucket_name(name: str) -> str:
    """The name, when S3 or a store like it could have given it to a bucket."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{3,255}", name):
        raise ValueError(f"{name!r} cannot be a bucket's name")
    return name


def rate(value: object) -> object:
    """The rate that a text such as `1200/minute` tells, None for `none`; anything else as it is."""
    if not isinstance(value, str):
        return value
    return None if value == "none" else parse(value)


def redis_address(secret: SecretStr) -> SecretStr:
    """An address with a scheme that the Redis client knows."""
    if urlsplit(secret.get_secret_value()).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("not a Redis address")
    return secret


def scanner_address(address: str) -> str:
    """The address of a clamd, `tcp://host` or `tcp://host:port`."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "tcp" and parts.hostname and parts.port != 0 and not parts.path
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("not the address of a clamd")
    return address


DatabaseAddress = Annotated[SecretStr, AfterValidator(postgresql_address)]
DatabaseAddresses = Annotated[SecretStr, AfterValidator(postgresql_addresses)]
DatabaseRoute = Annotated[str, AfterValidator(database_route)]
WebAddress = Annotated[str, AfterValidator(web_address)]
BaseAddress = Annotated[str, AfterValidator(base_address)]
BucketName = Annotated[str, AfterValidator(bucket_name)]
ScannerAddress = Annotated[str, AfterValidator(scanner_address)]
HmacSecret = Annotated[SecretStr, AfterValidator(hmac_secret)]
RedisAddress = Annotated[SecretStr, AfterValidator(redis_address)]
TimeZone = Annotated[ZoneInfo, BeforeValidator(time_zone)]
Origins = Annotated[tuple[Annotated[str, AfterValidator(origin)], ...], NoDecode, BeforeValidator(split)]
Networks = Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(split)]
Rate = Annotated[RateLimitItem | None, BeforeValidator(rate)]
Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]
