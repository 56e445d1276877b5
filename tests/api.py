"""The API as its clients call it: over HTTP, with a token."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx2

from server.development.signed_token import Role, sign_token
from tests.logged import note_prompts

JWT_SECRET = "not-a-secret-outside-of-these-tests"

ROW = """
  id userId taskType status prompt tokensUsed creditsDeducted errorMessage aspectRatio modelVersion
  generationTimeMs createdAt updatedAt completedAt
  externalId inputTokens outputTokens cost failureCode startedAt deadline
  originalImage { ...image } generatedImage { ...image } imageCount
"""
TASK = f"{ROW} images {{ ...image }}"
IMAGE = """
  fragment image on Image {
    url thumbnail: url(variant: THUMBNAIL) expiresAt contentType width height size sha256 thumbHash
  }
"""


@dataclass
class Client:
    """A user, administrator or service, with a token of their own."""

    http: httpx2.AsyncClient
    id: UUID = field(default_factory=uuid4)
    role: Role = "user"
    plan: str | None = "pro"
    secret: str = JWT_SECRET

    @property
    def token(self) -> str:
        return sign_token(self.secret, self.id, role=self.role, plan=self.plan)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, query: str, **variables: Any) -> dict[str, Any]:
        """Send a GraphQL request, and return the whole answer, with `errors` if there are any."""
        request = {"query": query, "variables": variables}
        note_prompts(variables)
        answer = await self.http.post("/graphql", json=request, headers=self.headers)
        return dict(answer.json())

    async def data(self, query: str, **variables: Any) -> dict[str, Any]:
        answer = await self.post(query, **variables)
        assert "errors" not in answer, answer
        return dict(answer["data"])

    async def error(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the request's only error."""
        [error] = (await self.post(query, **variables))["errors"]
        return dict(error)

    async def error_code(self, query: str, **variables: Any) -> str:
        """Return the code of the request's only error."""
        return str((await self.error(query, **variables))["extensions"]["code"])

    async def mutate(self, name: str, result: str | None = None, /, **input: Any) -> dict[str, Any]:
        """Return the payload of the mutation `name`, selecting `result`, or the task with all that is in it."""
        return dict((await self.data(mutation(name, result), input=input))[name])

    async def task(self, name: str, **input: Any) -> dict[str, Any]:
        """Return the task in the payload of the mutation `name`, which must have no errors."""
        payload = await self.mutate(name, **input)
        assert payload["errors"] == [], payload
        return dict(payload["task"])

    async def new_task(self, prompt: str = "A fox", **input: Any) -> str:
        """Record a task, and return its id."""
        return str((await self.task("createTask", prompt=prompt, **input))["id"])

    async def refused(self, name: str, result: str | None = None, /, **input: Any) -> dict[str, Any]:
        """Return the only error in the payload of the mutation `name`, which must hold nothing else."""
        payload = await self.mutate(name, result, **input)
        [error] = payload.pop("errors")
        assert not any(payload.values()), payload
        return dict(error)

    async def refusal(self, name: str, result: str | None = None, /, **input: Any) -> tuple[str, list[str] | None]:
        """Return the code and the field of the error that `refused` returns."""
        error = await self.refused(name, result, **input)
        return error["code"], error["field"]

    async def mutate_with_file(
        self, name: str, path: str, content: bytes, filename: str = "picture.png", **input: Any
    ) -> dict[str, Any]:
        """Return the payload of a mutation, sent as a multipart request with the file at `path` in the input."""
        return await self.mutate_with_files(name, {path: content}, filename, **input)

    async def mutate_with_files(
        self,
        name: str,
        contents: dict[str, bytes],
        filename: str = "picture.png",
        result: str | None = None,
        **input: Any,
    ) -> dict[str, Any]:
        """Return the payload of a mutation sent as a multipart request; `contents` are files by path in the input."""
        operations = {"query": mutation(name, result), "variables": {"input": input}}
        places = {str(number): [f"variables.input.{path}"] for number, path in enumerate(contents)}
        parts = [(filename, content, "application/octet-stream") for content in contents.values()]
        answer = await self.http.post(
            "/graphql",
            data={"operations": json.dumps(operations), "map": json.dumps(places)},
            files=dict(zip(places, parts, strict=True)),
            headers=self.headers,
        )
        body = answer.json()
        assert "errors" not in body, body
        return dict(body["data"][name])


NewClient = Callable[..., Client]
"""The fixture `new_client`, which makes another caller."""


def mutation(name: str, result: str | None = None) -> str:
    input_type = name[0].upper() + name[1:] + "Input"
    selection = result or f"task {{ {TASK} }}"
    fragment = "" if result else IMAGE
    return (
        f"mutation ($input: {input_type}!) {{ {name}(input: $input) {{ {selection} "
        f"errors {{ field code message }} }} }} {fragment}"
    )
