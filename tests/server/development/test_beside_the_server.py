"""Commands that use a running `./run dev`: they forward its events, find its data, and use its database."""

import asyncio
import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from queue import Queue
from typing import TextIO

import asyncpg
import pytest
from standardwebhooks import Webhook as Verifier

from resolvers.access import Caller, Role
from server.access.authenticator import Authenticator
from server.development.development_server import embedded_settings
from server.development.embedded import EmbeddedServerError
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.postgres import EmbeddedPostgres
from server.development.embedded.secrets_file import EmbeddedSecrets
from server.development.running import running_data
from server.development.running.running_data import found_data, marked_as_running, running
from server.development.signed_token import sign_token
from server.settings.settings import Settings
from tests.program import Program
from tests.server.access.issuer import running_issuer
from tests.server.access.subjects import IDS, NAMESPACE, SUBJECT
from tests.server.access.tokens import RSA_KEY, jwk, signed_by
from tests.server.commands import USER, environment, forked, run
from tests.server.development.development import ask, development
from tests.services import service_directory

CREATE = 'mutation { createTask(input: {prompt: "A fox"}) { task { id } } }'
FAIL = 'mutation { failTask(input: {id: "%s", errorMessage: "No fox"}) { task { id } } }'
LISTENERS = "SELECT url FROM task_record.webhooks"


class Receiver:
    """A server that receives events, and returns `status`."""

    def __init__(self) -> None:
        self.received: Queue[tuple[dict[str, str], bytes]] = Queue()
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.put((dict(self.headers), body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks"

    def __enter__(self) -> "Receiver":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def event(self, secret: str) -> dict[str, object]:
        """The next event, which must be signed with the secret."""
        headers, body = self.received.get(timeout=30)
        return dict(Verifier(secret).verify(body, headers))


@contextmanager
def listening(data: Path, url: str) -> Iterator[tuple[Program, TextIO]]:
    """`./run listen`, with its output, and its first line read."""
    reading, writing = os.pipe()
    process = forked(["listen", url, "--data", data], environment(), writing, writing)
    os.close(writing)
    with os.fdopen(reading) as output:
        try:
            yield process, output
        finally:
            process.terminate()
            process.wait(30)


async def webhooks(data: Path) -> list[str]:
    postgres = EmbeddedPostgres(data)
    assert postgres.attach()
    owner = await asyncpg.connect(postgres.owner_url)
    try:
        return [row["url"] for row in await owner.fetch(LISTENERS)]
    finally:
        await owner.close()


@pytest.mark.slow
def test_events_are_forwarded_signed_and_printed_with_their_answers(used: Path) -> None:
    reading, writing = os.pipe()
    with development(used, stderr=writing) as started, Receiver() as receiver:
        os.close(writing)
        assert used in running()
        with listening(used, receiver.url) as (process, output):
            found = re.fullmatch(r"Events go to (\S+), signed with the secret (whsec_\S+)\n", output.readline())
            assert found
            secret = found[2]
            assert found[1] == receiver.url
            task_id = ask(started, CREATE)["createTask"]["task"]["id"]
            created = receiver.event(secret)
            assert (created["type"], created["data"]["id"]) == ("task.created", task_id)  # type: ignore[index]
            assert re.fullmatch(rf"[\d:]{{8}} task\.created {task_id} → 204 in \d+ ms\n", output.readline())
            receiver.status = 500
            ask(started, FAIL % task_id)
            assert receiver.event(secret)["type"] == "task.failed"
            assert re.fullmatch(rf"[\d:]{{8}} task\.failed {task_id} → 500 in \d+ ms\n", output.readline())
            receiver.__exit__()
            other = ask(started, CREATE)["createTask"]["task"]["id"]
            assert re.fullmatch(rf"[\d:]{{8}} task\.created {other} → no answer: .+\n", output.readline())
            assert asyncio.run(webhooks(used)) == [receiver.url]
            process.send_signal(signal.SIGINT)
            assert (process.wait(30), output.read()) == (0, "")
        assert asyncio.run(webhooks(used)) == []
        with listening(used, receiver.url) as (process, output):
            assert output.readline() == found[0]  # a receiver may store the secret
            process.kill()
            process.wait(30)
        with listening(used, receiver.url) as (process, output):
            assert output.readline() == found[0]
            assert asyncio.run(webhooks(used)) == [receiver.url]
            assert started.stop(signal.SIGINT) == (0, "")
            assert process.wait(30) == 1
            assert output.read() == "The server has ended, so there are no more events.\n"
    assert used not in running()
    with os.fdopen(reading) as log:
        [url] = re.findall(r"DATABASE_OWNER_URL='(postgresql://\S+)'\n", log.read())
    assert EmbeddedSecrets.load(used).owner_password in url


@pytest.mark.slow
def test_it_sends_to_networks_that_the_environment_names(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedServers(used, durable=False) as servers:
        monkeypatch.setenv("WEBHOOK_NETWORKS", "127.0.0.0/8")
        assert embedded_settings(servers).webhook_networks == (ip_network("127.0.0.0/8"),)
        monkeypatch.setenv("WEBHOOK_NETWORKS", "everything")
        with pytest.raises(EmbeddedServerError, match="WEBHOOK_NETWORKS"):
            embedded_settings(servers)


@pytest.mark.slow
def test_it_also_accepts_tokens_of_an_issuer_that_the_environment_names(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedServers(used, durable=False) as servers, running_issuer() as issuer:
        issuer.keys = [jwk(RSA_KEY, "a")]
        monkeypatch.setenv("JWT_JWKS_URL", issuer.address)
        monkeypatch.setenv("USER_ID_NAMESPACE", NAMESPACE)
        settings = embedded_settings(servers)
        own = sign_token(EmbeddedSecrets.load(used).jwt_secret, IDS[SUBJECT], role="service")
        theirs = signed_by("RS256", "a", sub=SUBJECT, iss=NAMESPACE)
        for token, role in ((own, Role.SERVICE), (theirs, Role.USER)):
            caller = asyncio.run(authenticated(settings, token))
            assert (caller.id, caller.role) == (IDS[SUBJECT], role)


async def authenticated(settings: Settings, token: str) -> Caller:
    async with Authenticator(settings) as authenticator:
        return await authenticator.authenticate(f"Bearer {token}")


@pytest.fixture
def default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A checkout's default data directory, without data."""
    with service_directory() as directory:
        monkeypatch.setattr(running_data, "MARKS", tmp_path / "running")
        monkeypatch.setattr(running_data, "DEFAULT_DATA", directory)
        yield directory


def test_without_data_it_says_where_it_looked(default: Path) -> None:
    with pytest.raises(EmbeddedServerError, match=rf"No server has run in {default}, .* --data DIR\."):
        found_data(None)
    EmbeddedSecrets.make_if_missing(default)
    assert found_data(None) == default


@pytest.mark.slow
def test_the_data_of_the_running_server_are_found(default: Path, used: Path) -> None:
    with marked_as_running(used):
        with pytest.raises(EmbeddedServerError):
            found_data(None)  # a mark without a server
        with EmbeddedPostgres(used, durable=False):
            EmbeddedSecrets.make_if_missing(default)
            assert found_data(None) == used
            with other_service() as third, marked_as_running(third):
                with pytest.raises(EmbeddedServerError, match="name one of them by --data DIR") as caught:
                    found_data(None)
                assert str(third) in str(caught.value)
    assert found_data(None) == default


@contextmanager
def other_service() -> Iterator[Path]:
    with service_directory() as directory, EmbeddedPostgres(directory, durable=False):
        yield directory


@pytest.mark.slow
def test_a_command_that_needs_a_server_says_that_none_runs(data: Path) -> None:
    refused = run("listen", "http://127.0.0.1:1/", "--data", data)
    assert refused.returncode == 1
    assert refused.stderr == f"No server runs in {data}: start ./run dev first, or give another --data DIR.\n"
    token = run("token", "--user", USER, "--data", data)
    assert (token.returncode, str(data) in token.stderr) == (1, True)
