"""One user's data of every kind that a version knows, written before an upgrade and compared after it."""

from typing import Any
from uuid import uuid5

from tests.api import Client, mutation
from tests.pictures import data_url, picture
from tests.services import NOBODY_THERE

IMAGE = {"dataUrl": data_url(picture())}
TASKS = "nodes { id status prompt tokensUsed creditsDeducted errorMessage createdAt generatedImage { sha256 } }"
READS = [
    f"{{ tasks(first: 9) {{ {TASKS} }} }}",
    "{ tasks(first: 9) { nodes { id rating isStarred cost failureCode } } }",
    f"{{ trash(first: 9) {{ {TASKS} }} }}",
    "{ viewer { storageUsed tasksThisMonth credits { available held entries(first: 9) { nodes { amount } } } } }",
    "{ viewer { webhooks { id url events allUsers createdAt } } }",
    "{ boards(first: 9) { nodes { id name role taskCount invitations { id } } } }",
    f"{{ boards(first: 9) {{ nodes {{ tasks(first: 9) {{ {TASKS} }} }} }} }}",
    "{ boards(first: 9) { nodes { statistics { members { taskCount creditsDeducted } months { taskCount } } } } }",
    "{ shareLinks(first: 9) { nodes { id createdAt task { id } board { id } } } }",
    "{ savedViews { id name where } }",
    "{ statistics { totalTasks successfulTasks failedTasks totalTokensUsed totalCreditsDeducted } }",
]


class Belongings:
    """A user's data, by the operations of the version that serves at an address; unknown ones are left out."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.found: dict[str, Any] = {}
        """By query, the data read."""
        self.unknown: list[str] = []
        """The operations that the version did not know."""

    def id(self, name: str) -> str:
        return str(uuid5(self.client.id, name))

    def writes(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return the mutations, in their order, with what to select of the result, and their input."""
        task, other, trashed, board = map(self.id, ("task", "other", "trashed", "board"))
        done = {"tokensUsed": 7, "creditsDeducted": 2, "image": IMAGE}
        return [
            ("createWebhook", "webhook { id }", {"url": f"https://{NOBODY_THERE}/", "events": ["TASK_COMPLETED"]}),
            ("createTask", "task { id }", {"id": task, "prompt": "a red fox in the snow, oil painting"}),
            ("completeTask", "task { id }", {"id": task, **done}),
            ("createTask", "task { id }", {"id": other, "prompt": "an owl", "modelVersion": "imagen-4"}),
            ("failTask", "task { id }", {"id": other, "errorMessage": "Too dark", "tokensUsed": 3}),
            ("createTask", "task { id }", {"id": trashed, "prompt": "a wolf"}),
            ("completeTask", "task { id }", {"id": trashed, **done}),
            ("trashTasks", "__typename", {"ids": [trashed]}),
            ("rateTask", "__typename", {"id": task, "rating": 4}),
            ("starTasks", "__typename", {"ids": [task]}),
            ("createBoard", "__typename", {"id": board, "name": "Foxes"}),
            ("addToBoard", "__typename", {"boardId": board, "taskIds": [task, other]}),
            ("inviteToBoard", "__typename", {"id": self.id("invitation"), "boardId": board}),
            ("createShareLink", "__typename", {"id": self.id("link"), "taskId": task}),
            ("createShareLink", "__typename", {"id": self.id("board link"), "boardId": board}),
            (
                "saveView",
                "__typename",
                {"id": self.id("view"), "name": "Failed", "where": {"status": "FAILED"}},
            ),
        ]

    async def call(self, address: str, client: Client, query: str, **variables: Any) -> dict[str, Any] | None:
        """Return the data; None if the version does not know the operation."""
        request = {"query": query, "variables": variables}
        answer = (await client.http.post(f"{address}/graphql", json=request, headers=client.headers)).json()
        if "errors" in answer and answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED":
            self.unknown.append(query)
            return None
        assert "errors" not in answer, answer
        return dict(answer["data"])

    async def write(self, address: str) -> None:
        """Write all that the version knows, and remember what it then reads."""
        service = Client(self.client.http, role="service", plan=self.client.plan)
        grant = {"id": self.id("grant"), "userId": str(self.client.id), "amount": 100, "reason": "To be spent"}
        await self.call(address, service, mutation("grantCredits", "__typename"), input=grant)
        for name, result, given in self.writes():
            data = await self.call(address, self.client, mutation(name, result), input=given)
            assert data is None or data[name]["errors"] == [], data
        for query in READS:
            self.found[query] = await self.call(address, self.client, query)

    async def are_there(self, address: str) -> None:
        """Assert that all that was read before is read now."""
        for query, expected in self.found.items():
            assert expected is None or await self.call(address, self.client, query) == expected
