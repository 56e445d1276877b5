from starlette.requests import HTTPConnection, Request
from starlette.types import Receive, Scope

from server.requests.refusals import BadRequest

CONNECTION = "task_record.connection"
"""The key of a request's ASGI state for its connection, whose `receiving` is whether more of a request may arrive."""


class HttpRequest(Request):
    """A request whose headers are read once. Of several headers of one name, the first counts."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        super().__init__(scope, receive)
        self.fields: dict[bytes, bytes] = dict(reversed(scope["headers"]))

    def field(self, name: bytes) -> str | None:
        """Return the value of the header, whose name is in lower case; None without the header."""
        value = self.fields.get(name)
        return None if value is None else str(value, "latin-1")


def check_method(request: HttpRequest) -> None:
    """Raise BadRequest for a method that neither GraphQL over HTTP nor graphql-sse uses."""
    if request.scope["method"] not in {"GET", "POST", "PUT", "DELETE"}:
        raise BadRequest("Send GraphQL requests by GET or POST.", 405, {"Allow": "GET, POST, PUT, DELETE"})


def origin_of(connection: HTTPConnection) -> str:
    """Return the scheme and host by which the client reached the server, according to it or a proxy in front."""
    address = connection.base_url
    return f"{'https' if address.is_secure else 'http'}://{address.netloc}"
