import os
import re
import runpy
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

import jwt
import pytest

from migrations.revisions import head
from models.connection import address_of
from server.development.embedded.secrets_file import EmbeddedSecrets
from server.settings.settings import Settings
from tests.server.commands import USER, environment, forked, run, run_in_new_python, variables
from tests.services import PostgresService, with_database

COMMANDS = [
    "dev",
    "install",
    "build-page",
    "serve",
    "migrate",
    "check",
    "reconcile",
    "label",
    "purge",
    "storage-setup",
    "backup",
    "restore",
    "import",
    "token",
    "admin-token",
    "seed",
    "listen",
    "schema",
    "reference",
]


class Outcome(NamedTuple):
    status: object
    output: str
    complaint: str


Here = Callable[..., Outcome]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """Runs a command in this process, which suffices for one that is refused, or only computes."""

    def run_here(*arguments: object) -> Outcome:
        monkeypatch.setattr("sys.argv", ["run", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            runpy.run_module("server.commands", run_name="__main__")
        return Outcome(exit_.value.code or 0, *capsys.readouterr())

    return run_here


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, here: Here) -> None:
    shown = here(command, "--help")
    assert shown.status == 0
    assert shown.output.startswith(f"Usage: ./run {command} [OPTIONS]")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "Missing command."),
        (["tokn"], "No such command 'tokn'. Did you mean 'token'?"),
        (["dev", "--port", "70000"], "Invalid value for '--port'"),
        (["dev", "--data", __file__], "is a file."),
        (["dev", "elsewhere"], "unexpected extra argument"),
        (["serve", "--workers", "0"], "Invalid value for '--workers'"),
        (["serve", "--reload"], "No such option '--reload'."),
        (["token", "--user", "alice"], "Invalid value for '--user'"),
        (["token", "--user", USER, "--role", "owner"], "'owner' is not one of 'user', 'admin', 'service'"),
        (["token", "--user", USER, "--expires", "0"], "Invalid value for '--expires'"),
        (["listen"], "Missing argument 'URL'."),
        (["listen", "localhost:3000"], "'localhost:3000' is not an http:// or https:// address."),
        (["listen", "http:///hooks"], "'http:///hooks' is not an http:// or https:// address."),
        (["import"], "Missing argument 'FILE'."),
        (["import", "nowhere.zip"], "File 'nowhere.zip' does not exist."),
        (["seed", "--user", USER], "Missing option '--tasks'."),
        (["seed", "--user", USER, "--tasks", "0"], "Invalid value for '--tasks'"),
    ],
    ids=" ".join,
)
def test_a_usage_error_is_one_line_and_status_2(arguments: list[str], complaint: str, here: Here) -> None:
    refused = here(*arguments)
    assert refused.status == 2
    assert refused.output == ""
    assert complaint in refused.complaint
    assert refused.complaint.count("\n") == 1


@pytest.mark.parametrize("command", ["serve", "migrate", "check", "reconcile"])
def test_a_missing_setting_is_named(command: str, tmp_path: Path) -> None:
    refused = run(command, S3_BUCKET_NAME="images", JWT_SECRET="short", HOME=str(tmp_path))
    assert refused.returncode == 2
    assert [line.split(":")[0] for line in refused.stderr.splitlines()] == ["DATABASE_URL", "JWT_SECRET"]
    assert "short" not in refused.stderr.split("only")[0]


def test_settings_in_another_encoding_are_refused(here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("S3_BUCKET_NAME=images", encoding="utf-16")
    refused = here("check")
    assert refused.status == 2
    assert refused.complaint == ".env: not UTF-8 text; expected lines such as S3_BUCKET_NAME=my-images\n"


def test_a_command_whose_reader_has_ended_ends_silently() -> None:
    reading, writing = os.pipe()
    with TemporaryFile("w+") as complaints:
        printing = forked(["schema"], environment(), writing, complaints.fileno())
        os.close(writing)
        assert os.read(reading, 4).decode().strip()
        os.close(reading)
        assert printing.wait(60) == 128 + signal.SIGPIPE
        complaints.seek(0)
        assert complaints.read() == ""


def test_a_token_has_user_role_plan_and_expiry(data: Path, here: Here) -> None:
    EmbeddedSecrets.make_if_missing(data)
    made = here("token", "--user", USER, "--role", "service", "--plan", "free", "--expires", 60, "--data", data)
    secret = EmbeddedSecrets.load(data).jwt_secret
    claims = jwt.decode(made.output.strip(), secret, algorithms=["HS256"], audience="authenticated")
    assert claims["exp"] - claims["iat"] == 60
    del claims["exp"], claims["iat"]
    expected = {"sub": USER, "role": "service_role", "aud": "authenticated", "app_metadata": {"plan": "free"}}
    assert claims == expected
    subjects = set()
    for role, claimed in (("user", "authenticated"), ("admin", "admin"), ("service", "service_role")):
        made = here("token", "--role", role, "--data", data)
        claims = jwt.decode(made.output.strip(), options={"verify_signature": False})
        assert (claims["role"], "app_metadata" in claims) == (claimed, False)
        subjects.add(UUID(claims["sub"]))
    assert len(subjects) == 3


def test_a_token_needs_an_embedded_server(data: Path, here: Here) -> None:
    nothing = data / "nothing"
    refused = here("token", "--user", USER, "--data", nothing)
    assert refused == (1, "", f"No server has run in {nothing} yet: start ./run dev first.\n")
    assert not nothing.exists()


@pytest.mark.parametrize(("name", "options"), [("schema", []), ("core", ["--core"])])
def test_the_schema_is_the_committed_one(here: Here, name: str, options: list[str]) -> None:
    committed = Path(__file__).parents[2] / "schema" / f"{name}.graphql"
    assert here("schema", *options).output == committed.read_text(encoding="utf-8")


@pytest.mark.slow
async def test_migrate_creates_the_current_schema(postgres: PostgresService, settings: Settings) -> None:
    name = await postgres.new_database()
    owner_url = with_database(postgres.owner_url, name)
    application_url = with_database(postgres.application_url, name)
    changes = {"DATABASE_URL": application_url, "DATABASE_OWNER_URL": owner_url, "S3_BUCKET_NAME": "migrated"}
    before = run("check", **variables(settings, **changes))
    migrated = run("migrate", **variables(settings, **changes))
    again = run("migrate", **variables(settings, **changes))
    after = run("check", **variables(settings, **changes))
    assert (before.returncode, migrated.returncode, again.returncode, after.returncode) == (1, 0, 0, 0), migrated
    assert before.stderr == "The database has no tables yet.\nThere is no bucket migrated.\nNext: ./run migrate\n"
    assert after.stdout == "All is right.\n"
    database, bucket = migrated.stdout.splitlines()
    where = f"Database {address_of(application_url)}"
    assert re.fullmatch(
        rf"{re.escape(where)}: at version {head()}, made now; \d+ functions, triggers, .* installed\.", database
    )
    assert bucket == "Bucket migrated: made now."
    assert again.stdout == f"{where}: at version {head()}, as before.\nBucket migrated: there already.\n"


@pytest.mark.slow
async def test_check_refuses_the_tables_owner(settings: Settings) -> None:
    owner = settings.database_owner_url.get_secret_value()
    refused = run("check", **variables(settings, DATABASE_URL=owner))
    assert refused.returncode == 1
    assert "task_record_owner" in refused.stderr


@pytest.mark.slow
def test_only_the_owner_migrates_and_backs_up(postgres: PostgresService, settings: Settings, tmp_path: Path) -> None:
    owner = settings.database_owner_url.get_secret_value()
    password = str(urlsplit(owner).password)
    remedy = "Next: DATABASE_OWNER_URL=postgresql://owner:password@host:5432/database"
    for url, line in (
        (owner.replace(password, "wrong"), f'password authentication failed for user "task_record_owner". {remedy}\n'),
        (with_database(owner, "nowhere"), f'database "nowhere" does not exist. {remedy}\n'),
        (
            with_database(settings.database_url.get_secret_value(), "postgres"),
            f"permission denied for database postgres. {remedy}, of the database's owner, who has CREATEROLE\n",
        ),
    ):
        refused = run("migrate", **variables(settings, DATABASE_OWNER_URL=url))
        assert (refused.returncode, refused.stderr) == (1, f"The database cannot be migrated: {line}")
    application = settings.database_url.get_secret_value()
    refused = run("backup", str(tmp_path / "place"), **variables(settings, DATABASE_OWNER_URL=application))
    line = f"permission denied for table user_task_history. {remedy}\n"
    assert (refused.returncode, refused.stderr) == (1, f"The backup did not finish: {line}")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["migrate", "check", "reconcile"])
def test_an_unreachable_database_is_reported_without_a_secret(command: str, settings: Settings) -> None:
    unreachable = "postgresql://app:do-not-show@127.0.0.1:1/task_record"
    addresses = variables(settings, DATABASE_URL=unreachable, DATABASE_OWNER_URL=unreachable)
    refused = (run_in_new_python if command == "migrate" else run)(command, **addresses)
    assert refused.returncode == 1
    started = "The reconciliation did not finish" if command == "reconcile" else "The database cannot be"
    assert refused.stderr.startswith(started)
    assert refused.stderr.count("\n") == (2 if command == "check" else 1)
    assert "do-not-show" not in refused.stderr


def test_serve_reports_that_its_port_is_in_use(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = run("serve", "--port", str(taken.getsockname()[1]), **variables(settings))
    assert refused.returncode != 0
    assert "address already in use" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_serve_reports_missing_credentials_of_storage(settings: Settings) -> None:
    without = variables(settings, AWS_EC2_METADATA_DISABLED="true")
    del without["AWS_ACCESS_KEY_ID"], without["AWS_SECRET_ACCESS_KEY"]
    refused = run("serve", "--port", "0", **without)
    assert refused.returncode == 2
    assert refused.stderr.startswith("There are no credentials for object storage. Next: AWS_ACCESS_KEY_ID=")
    assert refused.stderr.count("\n") == 1
    refused = run("serve", "--port", "0", **without, AWS_PROFILE="nobody")
    assert refused.returncode == 2
    assert refused.stderr == (
        "The configuration of AWS tools cannot be used: The config profile (nobody) could not be found. "
        "Next: correct or unset AWS_PROFILE and the other AWS_… variables, or correct the files that they name\n"
    )
