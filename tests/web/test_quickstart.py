"""The files of docs/quickstart.md, run as the page says, with local imitations of Clerk and OpenAI."""

import asyncio
import base64
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx2
import jwt
import pytest
from playwright.async_api import expect

from server.settings.settings import Settings
from tests.api import JWT_SECRET, Client
from tests.application import ServedApplication, on_port, until_it_answers
from tests.clients.node import node_home
from tests.clients.python.animals import FOX
from tests.clients.python.imitation import Answer, imitation
from tests.clients.typescript.conftest import SOURCES
from tests.docs.examples import ROOT
from tests.resolvers.waiting import until
from tests.server.access.issuer import running_issuer
from tests.server.access.tokens import ED_KEY, RSA_KEY, jwk

PAGE = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
CLERK, RECORD = "https://your-app.clerk.accounts.dev", "http://127.0.0.1:8000"
BACK_END, FRONT_END = "http://localhost:8001", "http://localhost:5173"
COMMANDS = "".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)).replace("\\\n", "")
FILES: dict[str, str] = dict(re.findall(r'^```\w+ title="(\S+)"\n(.*?)^```', PAGE, re.DOTALL | re.MULTILINE))
BUILD = """
import react from "@vitejs/plugin-react";
import { build } from "vite";
const { root, alias } = JSON.parse(process.argv[1]);
await build({ root, configFile: false, logLevel: "warn", plugins: [react()], resolve: { alias } });
"""
INDEX = '<!doctype html><title>Pictures</title><div id="root"></div><script type="module" src="/src/main.tsx"></script>'
CLERKS_PACKAGE = """
import { createContext, useCallback, useContext, useState } from "react";
const Session = createContext(null);
export function ClerkProvider({ publishableKey, children }) {
  if (!publishableKey.startsWith("pk_test_")) throw new Error("Missing publishableKey");
  return <Session value={useState(null)}>{children}</Session>;
}
export function Show({ when, children }) {
  const [token] = useContext(Session);
  return (when === "signed-in") === (token !== null) && children;
}
export function SignInButton() {
  const [, signIn] = useContext(Session);
  return <button type="button" onClick={() => signIn(window.clerksToken)}>Sign in</button>;
}
export function useAuth() {
  const [token] = useContext(Session);
  return { getToken: useCallback(async () => token, [token]) };
}
"""
TASKS = "{ tasks { nodes { prompt status tokensUsed modelVersion } } }"


def openai(method: str, path: str, body: bytes) -> Answer:
    """Generate a fox, as gpt-image-1 answers."""
    assert (method, path) == ("POST", "/v1/images/generations")
    usage = {"total_tokens": 100, "input_tokens": 50, "output_tokens": 50}
    return 200, {"created": 0, "data": [{"b64_json": base64.b64encode(FOX).decode()}], "usage": usage}


def session_token(issuer: str, subject: str, key: Any = RSA_KEY, algorithm: str = "RS256") -> str:
    """Return a token with the claims of Clerk's, version 2, and the one that the page has it add."""
    now = int(time.time())
    claims = {
        "azp": FRONT_END,
        "exp": now + 3600,
        "fva": [0, -1],
        "iat": now,
        "iss": issuer,
        "jti": uuid4().hex,
        "nbf": now - 10,
        "sid": "sess_2xyz",
        "sts": "active",
        "sub": subject,
        "v": 2,
        "aud": "authenticated",
    }
    return jwt.encode(claims, key, algorithm, {"kid": "ins_1"})


@dataclass
class User(Client):
    """The user of Clerk."""

    subject: str = ""
    issuer: str = ""

    @property
    def token(self) -> str:
        return session_token(self.issuer, self.subject)


@dataclass
class Product:
    """The page's servers."""

    user: User
    records: ServedApplication
    back_end: str
    front_end: str


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def static(directory: Path) -> Iterator[str]:
    """Serve the directory, and yield its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(directory))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


def settings_of_the_page(settings: Settings, found: dict[str, str]) -> Settings:
    """Return the settings that the page gives `./run`, which also accepts the tokens of its own secret."""
    [command] = re.findall(r"^(.*) \./run$", COMMANDS, re.MULTILINE)
    given = {name.lower(): value for name, value in re.findall(r"(\w+)=(\S+)", with_addresses(command, found))}
    assert given.keys() == {"jwt_jwks_url", "user_id_namespace", "cors_origins"}
    values = {name: getattr(settings, name) for name in Settings.model_fields}
    secret = {"jwt_secret": None, "jwt_secret_previous": JWT_SECRET, "jwt_issuer": None}
    return Settings(**values | given | secret)


def with_addresses(text: str, found: dict[str, str]) -> str:
    for address, here in found.items():
        text = text.replace(address, here)
    return text


def build_front_end(directory: Path, found: dict[str, str]) -> None:
    """Build the page's front end, with an imitation of Clerk's package."""
    source = directory / "src"
    source.mkdir()
    (directory / "node_modules").symlink_to(ROOT / "web" / "node_modules")
    (directory / "index.html").write_text(INDEX)
    (directory / ".env.local").write_text(re.findall(r"^echo (.*) > \.env\.local$", COMMANDS, re.MULTILINE)[0])
    (source / "clerk.jsx").write_text(CLERKS_PACKAGE)
    for name in ("main.tsx", "Pictures.tsx"):
        (source / name).write_text(with_addresses(FILES[name], found), encoding="utf-8")
    alias = {"@clerk/react": str(source / "clerk.jsx"), "@task-record/client": str(SOURCES / "index.ts")}
    given = json.dumps({"root": str(directory), "alias": alias})
    command = [str(node_home() / "bin" / "node"), "--input-type=module", "-e", BUILD, given]
    subprocess.run(command, cwd=ROOT / "web", check=True)


@contextmanager
def running_back_end(directory: Path, found: dict[str, str], port: int, **environment: str) -> Iterator[None]:
    (directory / "main.py").write_text(with_addresses(FILES["main.py"], found), encoding="utf-8")
    command = [sys.executable, "-m", "uvicorn", "main:app", "--port", str(port), "--log-level", "warning"]
    given = os.environ | environment | {"PYTHONPATH": str(ROOT / "clients" / "python")}
    with subprocess.Popen(command, cwd=directory, env=given) as process:
        try:
            yield
        finally:
            process.terminate()


@pytest.fixture
async def product(settings: Settings, tmp_path: Path) -> AsyncIterator[Product]:
    web, port = tmp_path / "web", free_port()
    (web / "dist").mkdir(parents=True)
    found = {BACK_END: f"http://127.0.0.1:{port}"}
    with running_issuer() as issuer, static(web / "dist") as found[FRONT_END], imitation(openai) as provider:
        issuer.keys = [jwk(RSA_KEY, "ins_1")]
        found[CLERK] = issuer.address.removesuffix("/jwks.json")
        async with on_port(settings_of_the_page(settings, found)) as records:
            found[RECORD] = records.url
            user = User(records.http, plan=None, subject=f"user_{uuid4().hex}", issuer=found[CLERK])
            environment = {
                "CLERK_ISSUER": found[CLERK],
                "TASK_RECORD_TOKEN": records.new_client(role="service", plan=None).token,
                "OPENAI_API_KEY": "sk-none",
                "OPENAI_BASE_URL": f"{provider}/v1",
            }
            await asyncio.to_thread(build_front_end, web, found)
            with running_back_end(tmp_path, found, port, **environment):
                async with httpx2.AsyncClient(base_url=found[BACK_END]) as back_end:
                    await until_it_answers(back_end)
                yield Product(user, records, found[BACK_END], found[FRONT_END])


async def test_a_picture_of_a_user_of_clerk_appears_on_their_history(product: Product, new_context: Any) -> None:
    user, records = product.user, product.records
    page = await (await new_context()).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    await page.add_init_script(f"window.clerksToken = {json.dumps(user.token)}")
    await page.goto(product.front_end)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("Prompt").fill("A fox in the snow")
    await page.get_by_role("button", name="Draw").click()
    picture = page.get_by_role("img", name="A fox in the snow")
    await expect(picture).to_be_visible()
    await expect(page.get_by_text("A fox in the snow · COMPLETED")).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert complaints == []
    task = {"prompt": "A fox in the snow", "status": "COMPLETED", "tokensUsed": 100, "modelVersion": "gpt-image-1"}
    assert (await user.data(TASKS))["tasks"]["nodes"] == [task]
    await page.goto(f"{records.url}/#token={user.token}")
    await expect(page.get_by_role("button", name="Download: A fox in the snow")).to_be_attached()
    admin = records.new_client(role="admin")

    async def is_named() -> bool:
        found = await admin.data("query ($id: ID!) { user(id: $id) { subject } }", id=user.subject)
        return bool(found["user"]["subject"] == user.subject)

    await until(is_named)
    page = await (await new_context(locale="en-US")).new_page()
    await page.goto(f"{records.url}/admin/users#token={admin.token}")
    await page.get_by_label("Find a user by id").fill(user.subject)
    await page.get_by_label("Find a user by id").press("Enter")
    await expect(page.get_by_text(user.subject)).to_be_visible()


async def test_the_back_end_refuses_tokens_of_others(product: Product) -> None:
    user = product.user
    forged = session_token(user.issuer, user.subject, ED_KEY, "EdDSA")
    elsewhere = session_token("https://elsewhere.clerk.accounts.dev", user.subject)
    async with httpx2.AsyncClient(base_url=product.back_end) as http:
        for token in (forged, elsewhere, "none"):
            headers = {"Authorization": f"Bearer {token}"}
            refused = await http.post("/pictures", json={"prompt": "A fox"}, headers=headers)
            assert refused.status_code == 401
    assert (await user.data(TASKS))["tasks"]["nodes"] == []


def test_the_page_counts_its_commands_and_files() -> None:
    commands, files = COMMANDS.strip().splitlines(), [*FILES]
    assert (len(commands), files) == (11, ["main.py", "main.tsx", "Pictures.tsx"]), commands
    assert "eleven commands and three files" in " ".join(PAGE.split())
