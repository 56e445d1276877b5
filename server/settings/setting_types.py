"""
The types of settings. Each function here checks a value and returns it as the server uses it, or raises ValueError with
the fault. The error message then adds the setting's description, which states the expected value.
"""

import re
from difflib import get_close_matches
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from jwt.algorithms import HMACAlgorithm
from jwt.exceptions import InvalidKeyError
from pydantic import AfterValidator, BeforeValidator, Field, IPvAnyNetwork, SecretStr
from pydantic_settings import NoDecode

from server.settings.rate import Rate

SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def postgresql_address(secret: SecretStr) -> SecretStr:
    """Accept the address of a PostgreSQL database, also with several hosts; `postgres` becomes `postgresql`."""
    address = re.sub(r"^postgres://", "postgresql://", secret.get_secret_value())
    try:
        parts = urlsplit(address)
        hosts = parts.netloc.rpartition("@")[2].split(",")
        usable = parts.scheme == "postgresql" and all(urlsplit(f"//{host}").port != 0 for host in hosts)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("not a PostgreSQL address")
    if parts.netloc.count("@") > 1:
        raise ValueError("an address with two @; write %40 for one in a password")
    mode = dict(parse_qsl(parts.query)).get("sslmode")
    if mode and mode not in SSL_MODES:
        raise ValueError(f"no sslmode is called {mode!r}: PostgreSQL has {', '.join(SSL_MODES)}")
    return SecretStr(address)


def postgresql_addresses(secret: SecretStr) -> SecretStr:
    """Accept one address of a PostgreSQL database or several, separated by spaces."""
    addresses = [postgresql_address(SecretStr(address)) for address in secret.get_secret_value().split()]
    if not addresses:
        raise ValueError("not a PostgreSQL address")
    return SecretStr(" ".join(address.get_secret_value() for address in addresses))


def database_route(statement: str) -> str:
    """Accept an SQL statement with the placeholder `{user_id}`."""
    if "{user_id}" not in statement:
        raise ValueError(f"{statement!r} has no {{user_id}} in it")
    return statement


def parts_of(address: str, *schemes: str) -> SplitResult | None:
    """Return the parts of an address; None if it has another scheme, or no valid port."""
    try:
        parts = urlsplit(address)
        is_usable = parts.scheme in schemes and parts.port != 0
    except ValueError:
        return None
    return parts if is_usable else None


def web_address(address: str) -> str:
    """Accept an http:// or https:// address with a host."""
    parts = parts_of(address, "http", "https")
    if parts is None or not parts.hostname or re.search(r"\s", address):
        raise ValueError("not an http:// or https:// address")
    return address


def base_address(address: str) -> str:
    """Accept a web address to which a path can be appended; slashes at its end are removed."""
    parts = urlsplit(web_address(address))
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("an address with a ?, # or @ in it")
    return address.rstrip("/")


def split(value: object) -> object:
    """Split a text at its commas; return any other value as it is, for Pydantic to check."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def origin(address: str) -> str:
    """Accept an origin, and return it in lower case, as a browser's header `Origin` has it."""
    parts = urlsplit(base_address(address))
    if parts.path:
        raise ValueError(f"{address!r} is not an origin: leave out the path after host and port")
    return f"{parts.scheme}://{parts.netloc}".lower()


def time_zone(value: object) -> object:
    """Return the time zone of an IANA name; any other value as it is, for Pydantic to check."""
    if not isinstance(value, str):
        return value
    names = available_timezones()
    if value in names:
        return ZoneInfo(value)
    near = get_close_matches(value, names, n=1)
    raise ValueError(f"no time zone is called {value!r}" + (f" (did you mean {near[0]}?)" if near else ""))


def hmac_secret(secret: SecretStr) -> SecretStr:
    """Accept a secret of 32 bytes or more, as HS256 needs, that is not a key of a key pair or a certificate."""
    length = len(secret.get_secret_value().encode())
    if length < 32:
        raise ValueError(f"only {length} bytes long; HS256 needs 32 or more: `openssl rand -base64 48` makes one")
    try:
        HMACAlgorithm(HMACAlgorithm.SHA256).prepare_key(secret.get_secret_value())
    except InvalidKeyError:
        raise ValueError("a key of a key pair, or a certificate; JWT_JWKS_URL is for those") from None
    return secret


def bucket_name(name: str) -> str:
    """Accept a name that a bucket can have in S3 or a storage like it."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{3,255}", name):
        raise ValueError(f"{name!r} cannot be a bucket's name")
    return name


def region_name(name: str) -> str:
    """Accept a name that a region can have; it becomes a part of storage's host name."""
    if not re.fullmatch(r"(?!\d+$)[A-Za-z0-9]([A-Za-z0-9-]{,61}[A-Za-z0-9])?", name):
        raise ValueError(f"{name!r} cannot be a region's name")
    return name


def header_text(text: str) -> str:
    """Accept a text that can be part of a header."""
    if not re.fullmatch(r"[!-~]+", text):
        raise ValueError("has characters other than letters, digits and signs of ASCII")
    return text


def bearer_token(secret: SecretStr) -> SecretStr:
    """Accept a token that can be sent in a header."""
    header_text(secret.get_secret_value())
    return secret


def secret_key(secret: SecretStr) -> SecretStr:
    """Accept a secret without the space or line break that a file often adds."""
    if secret.get_secret_value() != secret.get_secret_value().strip():
        raise ValueError("begins or ends with a space or a line break")
    return secret


def rate(value: object) -> object:
    """Return the rate of a text such as `1200/minute`, or None for `none`; any other value as it is."""
    if not isinstance(value, str):
        return value
    return None if value == "none" else Rate.parse(value)


def redis_address(secret: SecretStr) -> SecretStr:
    """Accept an address with a scheme that the Redis client knows: `redis`, `rediss` or `unix`."""
    parts = parts_of(secret.get_secret_value(), "redis", "rediss", "unix")
    if parts is None or not re.fullmatch(r"/.+" if parts.scheme == "unix" else r"(/\d*)?", parts.path):
        raise ValueError("not a Redis address")
    return secret


def scanner_address(address: str) -> str:
    """Accept the address of a clamd, `tcp://host` or `tcp://host:port`."""
    parts = parts_of(address, "tcp")
    if parts is None or not parts.hostname or parts.path:
        raise ValueError("not the address of a clamd")
    return address


def producer(name: str) -> str:
    """Accept a name that labels can have; XML has no control characters."""
    if not name.isprintable() or not name.strip():
        raise ValueError("has characters that cannot be printed, or only spaces")
    return name


def currency(code: str) -> str:
    """Accept a code that a currency can have in ISO 4217."""
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError(f"{code!r} cannot be the code of a currency")
    return code


DatabaseAddress = Annotated[SecretStr, AfterValidator(postgresql_address)]
DatabaseAddresses = Annotated[SecretStr, AfterValidator(postgresql_addresses)]
DatabaseRoute = Annotated[str, AfterValidator(database_route)]
WebAddress = Annotated[str, AfterValidator(web_address)]
BaseAddress = Annotated[str, AfterValidator(base_address)]
BucketName = Annotated[str, AfterValidator(bucket_name)]
RegionName = Annotated[str, AfterValidator(region_name)]
AccessKeyId = Annotated[str, AfterValidator(header_text)]
SecretKey = Annotated[SecretStr, AfterValidator(secret_key)]
BearerToken = Annotated[SecretStr, AfterValidator(bearer_token)]
ScannerAddress = Annotated[str, AfterValidator(scanner_address)]
HmacSecret = Annotated[SecretStr, AfterValidator(hmac_secret)]
RedisAddress = Annotated[SecretStr, AfterValidator(redis_address)]
Producer = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(producer)]
Currency = Annotated[str, AfterValidator(currency)]
TimeZone = Annotated[ZoneInfo, BeforeValidator(time_zone)]
Origin = Annotated[str, AfterValidator(origin)]
Origins = Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(split)]
Networks = Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(split)]
RateOrNone = Annotated[Rate | None, NoDecode, BeforeValidator(rate)]
Count = Annotated[int, Field(ge=1)]
DAY = 86_400
"""Seconds. PostgreSQL accepts at most 24 days as a limit, and not infinity."""
Seconds = Annotated[float, Field(gt=0, le=DAY)]
