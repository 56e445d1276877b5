"""Tokens, retries, and subscriptions that outlive a connection."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from server.development.signed_token import sign_token
from tests.api import JWT_SECRET, Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX
from tests.clients.python.answers import CASES, LIMITED, TEMPORARY, Answers
from tests.clients.python.conftest import history
from tests.clients.python.imitation import Answer, imitation
from tests.clients.typescript.conftest import Run
from tests.faults.proxy import Proxy
from tests.pictures import data_url

MUTATION = "mutation Give { grantCredits { grantId } }"
OF_MUTATION: tuple[list[Answer], dict[str, Any]] = ([LIMITED, TEMPORARY], {"code": "UNAVAILABLE", "message": "No"})


@pytest.mark.slow
async def test_a_request_is_retried_if_that_is_safe_and_soon(run: Run) -> None:
    """A mutation of the product's own is retried only if it was not executed."""
    cases = [("", *case) for case in CASES] + [(MUTATION, *OF_MUTATION)]
    answers = {f"/{place}/graphql": Answers(*given) for place, (_, given, _) in enumerate(cases)}
    with imitation(lambda method, path, body: answers[path](method, path, body)) as url:
        found = await run(
            """
            return Promise.all(given.texts.map(async (text, place) => {
              const tr = new TaskRecord({ url: `${url}/${place}/graphql`, token: "x" });
              const asked = text ? tr.request(text, {}) : tr.task("1");
              const { code, message, retryAfter, requestId, prompt } = await asked.catch((error) => error);
              return { code, message: message?.split("answered ").at(-1), retryAfter, requestId, prompt };
            }));
            """,
            url=url,
            texts=[text for text, _, _ in cases],
        )
    assert found == [expected for _, _, expected in cases]
    assert [len(one.asked) for one in answers.values()] == [len(given) for _, given, _ in cases]


@pytest.mark.slow
async def test_a_token_that_is_refused_is_replaced(run: Run, user: Client) -> None:
    found = await run(
        """
        const asked = [];
        const tr = new TaskRecord({ url, token: async (refused) => {
          asked.push(refused === undefined ? null : refused === given.expired);
          return refused === undefined ? given.expired : token;
        } });
        await tr.create({ prompt: "A fox" });
        const never = new TaskRecord({ url, token: given.expired });
        const broken = new TaskRecord({ url, token: () => { throw new Error("The issuer does not answer"); } });
        return { asked, never: (await caught(never.task("1"))).code, broken: (await caught(broken.task("1"))).message };
        """,
        expired=sign_token(JWT_SECRET, user.id, seconds=-60),
    )
    assert found["asked"] == [None, True]
    assert found["never"] == "UNAUTHENTICATED"
    assert found["broken"] == "The token could not be made: Error: The issuer does not answer"
    assert [one["prompt"] for one in await history(user)] == ["A fox"]


@pytest.mark.slow
async def test_an_unsent_task_is_sent_when_the_server_is_back(
    run: Run, server: ServedApplication, user: Client
) -> None:
    """The generation continues meanwhile, and the process ends only after that."""
    host, port = server.address.split(":")
    async with Proxy(lambda: asyncio.open_connection(host, int(port))) as proxy:
        proxy.answer = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        recording = asyncio.ensure_future(
            run(
                """
                const tr = new TaskRecord({ url, token, patience: 0 });
                const task = await tr.record({ prompt: "A fox" }, () => ({ images: [given.fox] }));
                const sent = await tr.flush(0);
                return [task.status, task.error.code, sent];
                """,
                url=f"http://127.0.0.1:{proxy.port}/graphql",
                fox=data_url(FOX),
            )
        )
        await proxy.asked.wait()
        await asyncio.sleep(0.5)
        proxy.heal()
        assert await recording == ["UNSENT", "NO_ANSWER", False]
    assert [one["status"] for one in await history(user)] == ["COMPLETED"]


@pytest.mark.slow
async def test_changes_are_followed_past_an_expired_token_and_a_lost_connection(
    run: Run, server: ServedApplication, user: Client, tmp_path: Path
) -> None:
    host, port = server.address.split(":")
    async with Proxy(lambda: asyncio.open_connection(host, int(port))) as proxy:
        following = asyncio.ensure_future(
            run(
                """
                const { createHmac } = await import("node:crypto");
                const { writeFileSync } = await import("node:fs");
                // Made when it is asked for: on a busy machine, a process takes long to start.
                const shortToken = () => {
                  const [head, body] = given.expired.split(".");
                  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
                  claims.exp = Math.floor(Date.now() / 1000) + 2;
                  const text = `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
                  return `${text}.${createHmac("sha256", given.secret).update(text).digest("base64url")}`;
                };
                const tokens = [given.expired, null, token];
                const tr = new TaskRecord({ url, token: (refused) => {
                  if (refused === tokens[0]) tokens.shift();
                  return tokens[0] ??= shortToken();
                } });
                const prompts = [];
                let gaps = 0;
                const stop = tr.follow({
                  onEvent: ({ kind, task }) => kind === "CREATED" && prompts.push(task.prompt),
                  onGap: () => { gaps += 1; },
                });
                await until(() => gaps === 1); // the short token has ended
                writeFileSync(`${given.directory}/ended`, "");
                await until(() => prompts.includes("wolf"));
                stop();
                const { promise, resolve } = Promise.withResolvers();
                const refused = tr.follow({ ids: ["no id"], onEvent() {}, onError: ({ code }) => resolve(code) });
                const code = await promise;
                refused();
                return { gaps, left: tokens.length, code };
                """,
                url=f"http://127.0.0.1:{proxy.port}/graphql",
                expired=sign_token(JWT_SECRET, user.id, seconds=-60),
                secret=JWT_SECRET,
            )
        )
        while not (following.done() or (tmp_path / "ended").exists()):
            await asyncio.wait([following], timeout=0.05)
        proxy.asked.clear()
        proxy.cut = True
        await user.task("createTask", prompt="fox")
        await asyncio.wait_for(proxy.asked.wait(), 30)  # the connection ends after half of an answer
        await asyncio.sleep(0.1)
        proxy.heal()
        async with asyncio.timeout(30):
            while not following.done():
                await user.task("createTask", prompt="wolf")
                await asyncio.wait([following], timeout=0.2)
        found = following.result()
    assert found["gaps"] >= 2
    assert (found["left"], found["code"]) == (1, "BAD_USER_INPUT")
