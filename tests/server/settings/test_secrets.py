"""Secrets are neither shown nor logged, whatever fails."""

import re
from uuid import uuid4

import asyncpg
import pytest

from server.development.signed_token import sign_token
from server.settings.settings import Settings
from storage.credentials import Credentials
from tests.application import own_process
from tests.server.commands import run, variables


def secrets_of(settings: Settings) -> set[str]:
    given = variables(settings)
    passwords = re.findall(r"://[^:]*:([^@]+)@", f"{given['DATABASE_URL']} {given['DATABASE_OWNER_URL']}")
    return {given["JWT_SECRET"], given["AWS_SECRET_ACCESS_KEY"], *passwords}


def test_settings_do_not_show_them(settings: Settings) -> None:
    shown = f"{settings!r} {settings} {settings.model_dump()}"
    assert len(secrets_of(settings)) == 4
    assert [secret for secret in secrets_of(settings) if secret in shown] == []


def test_credentials_that_are_signed_with_do_not_show_them() -> None:
    credentials = Credentials("AKIDEXAMPLE", "the secret key", "the session token")
    assert "AKIDEXAMPLE" in repr(credentials)
    assert [secret for secret in ("the secret key", "the session token") if secret in f"{credentials!r}"] == []


@pytest.mark.slow
@pytest.mark.own_database
async def test_a_server_does_not_log_them(settings: Settings) -> None:
    token = sign_token("another-secret-that-is-not-the-servers", uuid4())
    password = "a-password-for-redis"
    async with own_process(settings, REDIS_URL=f"redis://:{password}@127.0.0.1:1/0", SHUTDOWN_DELAY="0") as server:
        user = server.new_client()
        owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
        await owner.execute("ALTER TABLE user_task_history RENAME TO hidden_away")
        await owner.close()
        prompt = "a prompt that is nobody else's affair"
        query = "mutation ($input: CreateTaskInput!) { createTask(input: $input) { task { id } } }"
        answer = await user.post(query, input={"prompt": prompt})
        assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
        assert (await server.http.get("/readyz")).status_code == 503
        await server.http.post("/graphql", headers={"Authorization": f"Bearer {token}"})
        server.process.terminate()
        assert await server.exit_status() == 0
    assert "hidden_away" not in str(answer)
    assert "request " in server.log
    hidden = {*secrets_of(settings), password, token, user.headers["Authorization"].split(".")[1], prompt}
    assert [secret for secret in hidden if secret in server.log] == []


@pytest.mark.parametrize("command", ["check", "migrate"])
def test_commands_that_fail_do_not_print_them(settings: Settings, command: str) -> None:
    url = settings.database_url.get_secret_value()
    wrong = re.sub(r"(://[^:]*:)[^@]+@", r"\1a-wrong-password@", url)
    done = run(command, **variables(settings, DATABASE_URL=wrong, DATABASE_OWNER_URL=wrong))
    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert [secret for secret in {*secrets_of(settings), "a-wrong-password"} if secret in told] == []
    assert "Traceback" not in told
