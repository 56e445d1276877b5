from collections.abc import Mapping
from typing import NamedTuple

from server.requests.body import parse_json
from server.requests.refusals import BadRequest

SHAPES: dict[str, tuple[type, str]] = {
    "query": (str, "a string"),
    "operationName": (str, "a string"),
    "variables": (dict, "an object"),
    "extensions": (dict, "an object"),
    "documentId": (str, "a string"),
}
MAX_OPERATION_ID_CHARS = 100
"""Characters of a client's name for an operation, over any transport: each of its results repeats it."""
USED_EXTENSIONS = frozenset({"persistedQuery", "operationId"})


class GraphQLRequest(NamedTuple):
    """
    A request of a client. `document_id` names a document that the server knows, or stores if there is a `query`.
    `operation_id` is the client's name for an operation whose results go over a reserved stream. `is_own`: the document
    is one of this server's, whatever TRUSTED_DOCUMENTS has.
    """

    query: str | None
    variables: dict[str, object]
    operation_name: str | None
    document_id: str | None
    operation_id: object = None
    is_own: bool = False


def read_request(sent: object) -> GraphQLRequest:
    """Return the request that a JSON body holds; BadRequest says what is wrong with its shape."""
    if not isinstance(sent, dict):
        raise BadRequest("A request is a JSON object with a `query`.")
    for name, (kind, what) in SHAPES.items():
        value = sent.get(name)
        if value is not None and not isinstance(value, kind):
            raise BadRequest(f"`{name}` must be {what}, or null.")
    document_id, operation_id = sent.get("documentId"), None
    if extensions := sent.get("extensions"):
        document_id = persisted_query(extensions) or document_id
        operation_id = extensions.get("operationId")
    if not sent.get("query") and not document_id:
        raise BadRequest("A request must have a `query`, or the id of a document that the server knows.")
    return GraphQLRequest(
        sent.get("query") or None,
        sent.get("variables") or {},
        sent.get("operationName") or None,
        document_id,
        operation_id,
    )


def without_extras(sent: object) -> object:
    """Return a request, or a batch of them, without the members and extensions that nobody reads."""
    if isinstance(sent, list):
        return [without_extras(one) for one in sent]
    if not isinstance(sent, dict):
        return sent
    used = {name: sent[name] for name in sent.keys() & SHAPES.keys()}
    if isinstance(extensions := used.get("extensions"), dict):
        used["extensions"] = {name: extensions[name] for name in extensions.keys() & USED_EXTENSIONS}
    return used


def persisted_query(extensions: Mapping[str, object]) -> str | None:
    """Return the hash by which Apollo's clients name a document; None when they name none."""
    named = extensions.get("persistedQuery")
    if named is None:
        return None
    if not isinstance(named, dict) or named.get("version") != 1 or not isinstance(named.get("sha256Hash"), str):
        raise BadRequest("`extensions.persistedQuery` must have `version` 1 and a `sha256Hash`.")
    return str(named["sha256Hash"])


def read_query_parameters(parameters: Mapping[str, str]) -> GraphQLRequest:
    """Return the request in the query string of a GET, in which `variables` and `extensions` are JSON."""
    sent: dict[str, object] = {name: value for name, value in parameters.items() if value}
    for name in ("variables", "extensions"):
        if text := parameters.get(name):
            sent[name] = parse_json(text, f"`{name}`")
    return read_request(sent)
