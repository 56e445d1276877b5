from collections.abc import Mapping
from typing import Any, NamedTuple

from server.http.body import parse_json
from server.http.refusals import bad_request

SHAPES: dict[str, tuple[type, str]] = {
    "query": (str, "a string"),
    "operationName": (str, "a string"),
    "variables": (dict, "an object"),
    "extensions": (dict, "an object"),
    "documentId": (str, "a string"),
}


class GraphQLRequest(NamedTuple):
    """`document_id` names a document that the server has or is to remember, see server/documents.py."""

    query: str | None
    variables: dict[str, Any]
    operation_name: str | None
    document_id: str | None


def graphql_request(sent: object) -> GraphQLRequest:
    """What was sent, its shape checked."""
    if not isinstance(sent, dict):
        raise bad_request("A request is one JSON object with a `query`; several at once are not taken.")
    for name, (kind, what) in SHAPES.items():
        value = sent.get(name)
        if value is not None and not isinstance(value, kind):
            raise bad_request(f"`{name}` must be {what}, or null.")
    document_id = sent.get("documentId")
    if extensions := sent.get("extensions"):
        document_id = persisted_query(extensions) or document_id
    if not sent.get("query") and not document_id:
        raise bad_request("A request must have a `query`, or the id of a document that the server knows.")
    return GraphQLRequest(
        sent.get("query") or None, sent.get("variables") or {}, sent.get("operationName") or None, document_id
    )


def persisted_query(extensions: Mapping[str, Any]) -> str | None:
    asked = extensions.get("persistedQuery")
    if asked is None:
        return None
    if not isinstance(asked, dict) or asked.get("version") != 1 or not isinstance(asked.get("sha256Hash"), str):
        raise bad_request("`extensions.persistedQuery` must have `version` 1 and a `sha256Hash`.")
    return str(asked["sha256Hash"])


def graphql_request_of_address(parameters: Mapping[str, str]) -> GraphQLRequest:
    """That of a GET, whose objects are JSON."""
    sent: dict[str, Any] = {name: value for name, value in parameters.items() if value}
    for name in ("variables", "extensions"):
        if name in sent:
            sent[name] = parse_json(sent[name], f"`{name}`")
    return graphql_request(sent)
