"""Multipart requests, and the document of one with a file."""

import json
from typing import Any

import httpx2

from tests.api import Client

UPLOAD = """mutation ($id: ID!, $file: Upload!) {
  uploadOriginalImage(input: {id: $id, image: {file: $file}}) { task { id } errors { code field } } }"""


def body(*parts: tuple[str, bytes]) -> bytes:
    """Return a multipart body of `parts`: the parameters of each part's Content-Disposition, and its content."""
    written = b"".join(
        b"--x\r\nContent-Disposition: form-data; " + name.encode() + b"\r\n\r\n" + content + b"\r\n"
        for name, content in parts
    )
    return written + b"--x--\r\n"


async def send(user: Client, content: bytes, parameters: str = "boundary=x") -> httpx2.Response:
    headers = user.headers | {"Content-Type": f"multipart/form-data; {parameters}"}
    return await user.http.post("/graphql", content=content, headers=headers)


def asking(query: str, map: object = None, **variables: Any) -> list[tuple[str, bytes]]:
    operations = json.dumps({"query": query, "variables": variables})
    return [('name="operations"', operations.encode()), ('name="map"', json.dumps(map or {}).encode())]
