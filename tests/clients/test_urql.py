from tests.application import ServedApplication
from tests.clients.node import run_client


async def test_queries_mutations_and_persisted_queries(server: ServedApplication) -> None:
    user = server.new_client()
    done = await run_client("urql.mjs", f"{server.url}/graphql", user.headers["Authorization"])
    sent, found = done["sent"], done["found"]
    task = found["created"]["task"]
    assert (task["prompt"], found["created"]["errors"]) == ("a fox", [])
    assert found["refused"]["task"] is None
    assert found["refused"]["errors"][0]["code"] == "INVALID"
    assert found["refused"]["errors"][0]["field"] == ["input", "prompt"]
    listed = [{"id": one["id"], "prompt": one["prompt"]} for one in (found["first"] + found["again"])]
    assert listed == [{"id": task["id"], "prompt": "a fox"}] * 2
    assert found["wrong"] == "BAD_USER_INPUT"
    assert sent == ["POST text", "POST text", "GET hash", "GET text", "GET hash", "GET hash", "GET text"]
