import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from models.tasks.task import TaskType
from resolvers.access import default_plan
from server.development.building.settings_page import page
from server.development.demo.demo_user import DEMO_PLAN
from server.settings.plans import BUILT_IN, PlanTable, read_plans
from server.settings.settings import Settings, explain

ROOT = Path(__file__).parents[3]
DOCUMENTATION = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
NAMES = {name.upper() for name in Settings.model_fields}
SECRET = "not-a-secret-outside-of-these-tests"
OTHER = "another-secret-outside-of-these-tests"
REQUIRED: dict[str, Any] = {
    "database_url": "postgresql://app:hunter2@localhost/records",
    "s3_bucket_name": "images",
    "jwt_secret": SECRET,
}

SEVERAL = {"database_listen_url": "postgresql:///a postgres:///b"}


def lines(**changes: Any) -> list[str]:
    """Return the explanation why the required settings with these changes are refused."""
    given = {name: value for name, value in (REQUIRED | changes).items() if value is not None}
    with pytest.raises(ValidationError) as caught:
        Settings(**given)
    return explain(caught.value)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_each_setting_is_documented() -> None:
    tables = "\n".join(line.split("|")[1] for line in DOCUMENTATION.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([A-Z0-9_]+)`", tables)) == NAMES


def test_the_documentation_is_generated() -> None:
    assert page(DOCUMENTATION) == DOCUMENTATION, "python -m server.development.building.settings_page"


def test_the_example_names_settings_alone() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?([A-Z0-9_]+)=", example, re.MULTILINE)) < NAMES


def test_each_key_of_a_plan_is_documented() -> None:
    assert all(re.search(rf"^{key} = ", DOCUMENTATION, re.MULTILINE) for key in PlanTable.model_fields)


def test_the_documented_plans_are_the_built_in_ones(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", DOCUMENTATION, re.DOTALL)
    assert block
    (tmp_path / "plans.toml").write_text(block[1])
    assert read_plans(tmp_path / "plans.toml", timedelta(hours=24)) == BUILT_IN


def test_development_has_the_built_in_plans_and_one_with_credits() -> None:
    plans = read_plans(ROOT / "server" / "development" / "plans.toml", timedelta(hours=24))
    assert {name: plans[name] for name in BUILT_IN} == BUILT_IN
    assert [name for name, plan in plans.items() if plan.credits] == [DEMO_PLAN]


def test_the_example_can_be_used_as_it_is(environment: pytest.MonkeyPatch) -> None:
    settings = Settings(_env_file=ROOT / ".env.example")
    assert settings.supabase_url == "https://your-project.supabase.co"


def test_reads_the_environment_before_the_file(environment: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"DATABASE_URL=postgresql:///a\nS3_BUCKET_NAME=from-file\nJWT_SECRET={SECRET}\n")
    environment.setenv("DATABASE_URL", "postgresql:///from-environment")
    environment.setenv("CORS_ORIGINS", "https://app.example.com, http://localhost:5173/")
    settings = Settings()
    assert settings.database_url.get_secret_value() == "postgresql:///from-environment"
    assert settings.s3_bucket_name == "from-file"
    assert settings.cors_origins == ("https://app.example.com", "http://localhost:5173")


def test_a_database_may_be_on_one_of_several_hosts() -> None:
    address = "postgresql://app:hunter2@one:5432,other:5433/records?target_session_attrs=read-write"
    settings = Settings(**REQUIRED | {"database_url": address})
    assert settings.database_url.get_secret_value() == address
    assert settings.database_name == "one:5432,other:5433/records"


@pytest.mark.parametrize("address", ["redis://cache/0", "rediss://:secret@cache:6380", "unix:///run/redis.sock?db=1"])
def test_an_address_of_redis(address: str) -> None:
    settings = Settings(**REQUIRED, redis_url=address)
    assert settings.redis_url
    assert settings.redis_url.get_secret_value() == address


def test_with_arguments_environment_and_file_are_not_read(environment: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("CDN_BASE_URL=https://from-file.example.com\n")
    environment.setenv("AWS_REGION", "eu-central-1")
    settings = Settings(**REQUIRED)
    assert (settings.cdn_base_url, settings.aws_region) == (None, "us-east-1")


def test_the_file_can_be_left_unread(environment: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("CDN_BASE_URL=https://from-file.example.com\n")
    for name, value in REQUIRED.items():
        environment.setenv(name.upper(), value)
    assert Settings(_env_file=None).cdn_base_url is None


def test_an_empty_variable_is_not_set(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", "")
    environment.setenv("PLANS_FILE", "")
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert explain(caught.value) == [
        "DATABASE_URL: not set; expected postgresql://role:password@host:5432/database",
        "S3_BUCKET_NAME: not set; expected the bucket for images, such as my-images",
    ]


def test_defaults() -> None:
    settings = Settings(**REQUIRED, aws_endpoint_url_s3="http://storage:8333/")
    assert settings.database_owner_url == settings.database_listen_url == settings.database_url
    assert settings.s3_public_endpoint_url == settings.aws_endpoint_url_s3 == "http://storage:8333"
    assert settings.image_urls == "signed"
    assert (settings.jwt_audience, settings.jwt_issuer, settings.jwt_jwks_url) == (
        "authenticated",
        None,
        None,
    )
    assert settings.statistics_time_zone.key == "UTC"
    assert settings.plans == BUILT_IN


def test_the_owner_connects_as_the_server_does_unless_that_is_through_a_router() -> None:
    past = {"database_listen_url": "postgresql:///a"}
    assert (pooled := Settings(**REQUIRED | past)).database_owner_url == pooled.database_url
    routed = Settings(**REQUIRED | SEVERAL, database_route="SET LOCAL a = '{user_id}'")
    assert routed.owner_urls == routed.listen_urls == ["postgresql:///a", "postgresql:///b"]


def test_supabase_gives_keys_and_issuer() -> None:
    settings = Settings(**REQUIRED, supabase_url="https://abc.supabase.co/")
    assert settings.jwt_jwks_url == "https://abc.supabase.co/auth/v1/.well-known/jwks.json"
    assert settings.jwt_issuer == "https://abc.supabase.co/auth/v1"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h:5433/d?sslmode=require", "postgresql://u:p@h:5433/d?sslmode=require"),
        ("postgresql:///d?host=/var/run/postgresql", "postgresql:///d?host=/var/run/postgresql"),
    ],
)
def test_database_addresses(given: str, used: str) -> None:
    assert Settings(**REQUIRED | {"database_url": given}).database_url.get_secret_value() == used


WRONG = [
    ({"database_url": "mysql://app:hunter2@localhost/records"}, "DATABASE_URL: not a PostgreSQL address"),
    (
        {"database_url": "postgresql://app:hunter2@@localhost/d"},
        "DATABASE_URL: an address with two @; write %40 for one",
    ),
    ({"database_url": "postgresql://app:hunter2@localhost:x/d"}, "DATABASE_URL: not a PostgreSQL address"),
    ({"database_url": "postgresql://app:hunter2@one:5432,other:x/d"}, "DATABASE_URL: not a PostgreSQL address"),
    (
        {"database_url": "postgresql://app:hunter2@h/d?sslmode=on"},
        "DATABASE_URL: no sslmode is called 'on': PostgreSQL has disable, allow, prefer, require, verify-ca, verify",
    ),
    ({"database_owner_url": "hunter2"}, "DATABASE_OWNER_URL: not a PostgreSQL address; expected postgresql:"),
    ({"database_listen_url": "hunter2"}, "DATABASE_LISTEN_URL: not a PostgreSQL address"),
    ({"database_listen_url": "postgresql:///a hunter2"}, "DATABASE_LISTEN_URL: not a PostgreSQL address"),
    (SEVERAL, "DATABASE_ROUTE: not set, though there are several databases"),
    (SEVERAL | {"database_route": "SET a = 1"}, "DATABASE_ROUTE: 'SET a = 1' has no {user_id} in it"),
    (
        SEVERAL | {"database_route": "SET LOCAL a = '{user_id}'", "database_owner_url": "postgresql:///a"},
        "DATABASE_OWNER_URL, DATABASE_LISTEN_URL: not the same number of databases",
    ),
    (
        {"database_read_url": "postgresql:///a postgresql:///b"},
        "DATABASE_READ_URL, DATABASE_LISTEN_URL: not the same number of databases",
    ),
    ({"s3_bucket_name": "my bucket"}, "S3_BUCKET_NAME: 'my bucket' cannot be a bucket's name"),
    ({"aws_region": "eu central"}, "AWS_REGION: 'eu central' cannot be a region's name; expected the bucket's region"),
    ({"metrics_token": "hunter2 "}, "METRICS_TOKEN: has characters other than letters, digits and signs of ASCII"),
    ({"metrics_token": "hünter2"}, "METRICS_TOKEN: has characters other than letters, digits and signs of ASCII"),
    ({"aws_endpoint_url_s3": "storage:8333"}, "AWS_ENDPOINT_URL_S3: not an http:// or https:// address"),
    ({"s3_public_endpoint_url": "ftp://x"}, "S3_PUBLIC_ENDPOINT_URL: not an http:// or https:// address"),
    ({"cdn_base_url": "//cdn"}, "CDN_BASE_URL: not an http:// or https:// address"),
    (
        {"aws_endpoint_url_s3": "http://hunter2:x@s3"},
        "AWS_ENDPOINT_URL_S3: an address with a ?, # or @ in it; expected https",
    ),
    ({"s3_public_endpoint_url": "https://s3?a=hunter2"}, "S3_PUBLIC_ENDPOINT_URL: an address with a ?, # or @"),
    ({"cdn_base_url": "https://cdn/#hunter2"}, "CDN_BASE_URL: an address with a ?, # or @"),
    ({"aws_access_key_id": "id ", "aws_secret_access_key": "k"}, "AWS_ACCESS_KEY_ID: has characters other than"),
    (
        {"aws_access_key_id": "id", "aws_secret_access_key": "hunter2\n"},
        "AWS_SECRET_ACCESS_KEY: begins or ends with a space or a line break; expected the access key's secret",
    ),
    ({"aws_session_token": "hunter2\n"}, "AWS_SESSION_TOKEN: has characters other than letters"),
    ({"aws_access_key_id": "id"}, "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: only one is set"),
    ({"image_urls": "private"}, "IMAGE_URLS: Input should be 'signed' or 'public'"),
    ({"jwt_secret": None}, "JWT_SECRET, JWT_JWKS_URL, SUPABASE_URL: none is set"),
    ({"jwt_secret": "hunter2"}, "JWT_SECRET: only 7 bytes long; HS256 needs 32 or more"),
    ({"jwt_secret": '{"kty": "oct", "k": "hunter2hunter2hunter2"}'}, "JWT_SECRET: a key of a key pair"),
    ({"jwt_service_secret": SECRET}, "JWT_SECRET, JWT_SERVICE_SECRET: the same secret; expected a different"),
    ({"jwt_secret_previous": SECRET}, "JWT_SECRET, JWT_SECRET_PREVIOUS: the same secret"),
    (
        {"jwt_service_secret": OTHER, "jwt_service_secret_previous": OTHER},
        "JWT_SERVICE_SECRET, JWT_SERVICE_SECRET_PREVIOUS: the same secret",
    ),
    (
        {"jwt_service_secret": OTHER, "jwt_service_secret_previous": SECRET},
        "JWT_SECRET, JWT_SERVICE_SECRET_PREVIOUS: the same secret",
    ),
    ({"jwt_secret_previous": OTHER, "jwt_service_secret": OTHER}, "JWT_SECRET_PREVIOUS, JWT_SERVICE_SECRET: the same"),
    ({"jwt_service_secret_previous": OTHER}, "JWT_SERVICE_SECRET_PREVIOUS: set without JWT_SERVICE_SECRET; expected"),
    ({"jwt_service_secret": "hunter2"}, "JWT_SERVICE_SECRET: only 7 bytes long; HS256 needs 32 or more"),
    ({"jwt_secret_previous": "hunter2"}, "JWT_SECRET_PREVIOUS: only 7 bytes long; HS256 needs 32 or more"),
    ({"jwt_jwks_url": "issuer"}, "JWT_JWKS_URL: not an http:// or https:// address; expected https://"),
    ({"supabase_url": "abc.supabase.co"}, "SUPABASE_URL: not an http:// or https:// address; expected"),
    ({"statistics_time_zone": "Asia/Shangai"}, "STATISTICS_TIME_ZONE: no time zone is called 'Asia/Shangai'"),
    ({"statistics_time_zone": "../etc/passwd"}, "STATISTICS_TIME_ZONE: no time zone is called"),
    ({"content_producer": "Acme\x01"}, "CONTENT_PRODUCER: has characters that cannot be printed, or only spaces; exp"),
    ({"content_producer": " "}, "CONTENT_PRODUCER: has characters that cannot be printed, or only spaces"),
    ({"content_producer": "A" * 201}, "CONTENT_PRODUCER: String should have at most 200 characters; expected a name"),
    ({"cors_origins": "*"}, "CORS_ORIGINS: not an http:// or https:// address; expected origins"),
    ({"public_url": "https://a.example/page"}, "PUBLIC_URL: 'https://a.example/page' is not an origin"),
    ({"trusted_proxies": "nginx"}, "TRUSTED_PROXIES: value is not a valid IPv4 or IPv6 network; expected addresses"),
    ({"cors_origins": "https://a.example/page"}, "CORS_ORIGINS: 'https://a.example/page' is not an origin"),
    ({"execution_timeout": "inf"}, "EXECUTION_TIMEOUT: Input should be less than or equal to 86400; expected seconds"),
    ({"shutdown_delay": "inf"}, "SHUTDOWN_DELAY: Input should be less than or equal to 86400"),
    *(
        ({"redis_url": address}, "REDIS_URL: not a Redis address; expected redis://")
        for address in (
            "http://cache",
            "redis://cache:port",
            "redis://cache:99999",
            "redis://cache/one",
            "unix://",
            "a][",
        )
    ),
    *(
        ({"clamav_url": address}, "CLAMAV_URL: not the address of a clamd")
        for address in ("http://clamav:3310", "clamav:3310", "tcp://", "tcp://clamav/x", "tcp://a:x")
    ),
    ({"requests_per_user": "1200"}, "REQUESTS_PER_USER: '1200' is not a rate; expected a rate such as 1200/minute, or"),
    ({"plans_file": "/nowhere/plans.toml"}, "PLANS_FILE: cannot read /nowhere/plans.toml (No such file"),
]


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_a_wrong_setting_is_named_without_its_secrets(changes: dict[str, Any], message: str) -> None:
    (line,) = lines(**changes)
    assert line.startswith(message)
    assert "hunter2" not in line


def test_the_error_itself_shows_no_secret() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(database_url="mysql://app:hunter2@localhost", jwt_secret="hunter2")
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(Settings(**REQUIRED))


PLAN = 'task_types = ["image_edit"]\nmax_image_size = 1000\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[small]\n{PLAN}max_image = 5", "small.max_image: Extra inputs are not permitted"),
        (f'[small]\n{PLAN}retention_days = "90"', "small.retention_days: Input should be a valid integer"),
        (f"[small]\n{PLAN}max_storage = true", "small.max_storage: Input should be a valid integer"),
        (f"[small]\n{PLAN}can_export = 1", "small.can_export: Input should be a valid boolean"),
        ("[small]\nmax_image_size = 5", "small.task_types: Field required"),
        ('[small]\ntask_types = ["video"]\nmax_image_size = 5', "small.task_types.0: Input should be"),
        (
            '[small]\ntask_types = ["image_edit"]\nmax_image_size = 2147483648',
            "small.max_image_size: Input should",
        ),
        ("free = 1", "free: Input should be"),
        ("", "the whole: Dictionary should have at least 1 item"),
        ("[small", "is not valid TOML in UTF-8"),
    ],
)
def test_a_wrong_plans_file_has_its_key_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "plans.toml"
    path.write_text(text)
    (line,) = lines(plans_file=path)
    assert line.startswith("PLANS_FILE: ")
    assert str(path) in line
    assert message in line


def test_a_plans_file_replaces_the_built_in_plans(tmp_path: Path) -> None:
    path = tmp_path / "plans.toml"
    path.write_text(f"[small]\n{PLAN}[large]\n{PLAN}can_export = true\n")
    plans = Settings(**REQUIRED, plans_file=path).plans
    assert list(plans) == list(tomllib.loads(path.read_text()))
    assert plans["small"].task_types == (TaskType.IMAGE_EDIT,)
    assert plans["small"].max_storage is None
    assert default_plan(plans).name == "small"
    assert default_plan(BUILT_IN).name == "free"
