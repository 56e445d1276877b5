"""Finds the document that a request contains, or names by its hash or id."""

import hashlib
import re
from collections import OrderedDict, defaultdict
from contextlib import suppress
from functools import partial
from uuid import UUID

from resolvers.access import Caller
from server.requests.refusals import BadRequest, DocumentNotTrusted, PersistedQueryNotFound
from server.requests.request import GraphQLRequest
from server.stores.shared_store import SharedStore, StoreUnusable

HASH = re.compile("[0-9a-f]{64}")
KEY = "task-record:document:"
MAX_REMEMBERED = 1_000
"""Documents that this process stores."""
MAX_OF_USER = 100
"""Documents of one user that this process stores; Redis stores as many."""
MAX_REMEMBERED_BYTES = 20_000
"""A longer document is executed, but not stored."""
MAX_SHARED = 10_000
"""Documents that Redis stores for all processes: 200 MB at most."""
SHARED_SECONDS = 24 * 60 * 60
"""Seconds for which Redis stores a document."""
REMEMBER = """
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then
  return
end
local now = tonumber(redis.call('TIME')[1])
for number = 2, 3 do
  redis.call('ZREMRANGEBYSCORE', KEYS[number], '-inf', now - ARGV[2])
  redis.call('ZADD', KEYS[number], now, KEYS[1])
  redis.call('EXPIRE', KEYS[number], ARGV[2])
  while redis.call('ZCARD', KEYS[number]) > tonumber(ARGV[number + 1]) do
    redis.call('DEL', redis.call('ZPOPMIN', KEYS[number])[1])
  end
end
"""
"""
Stores a document under KEYS[1], unless it is there, and adds it to the list of its user and to the list of all users.
When either list gets too long, the oldest document is deleted.
"""


class AnyDocuments:
    """
    Accepts any document, and implements Apollo's automatic persisted queries: a client sends only the hash of a
    document, and its text as well when the hash is not known. The server knows documents that this process has received
    and, with REDIS_URL, those that any process has received in the last 24 hours.

    A document counts for the user who sent it first. When there are too many, the user with the most loses one.
    """

    def __init__(self, shared: SharedStore | None) -> None:
        self.known: dict[str, tuple[UUID, bytes]] = {}
        self.of_users: defaultdict[UUID, OrderedDict[str, None]] = defaultdict(OrderedDict)
        self.shared = shared
        self.remember_script = shared.client.register_script(REMEMBER) if shared else None

    async def text(self, request: GraphQLRequest, caller: Caller) -> str:
        """
        Return the document's text. PersistedQueryNotFound when only its hash was sent and is not known, BadRequest when
        the hash is not that of the text.
        """
        if request.document_id is None:
            return request.query or ""
        document_id = request.document_id.removeprefix("sha256:").lower()
        if request.query is None:
            return (await self.recall(document_id, caller.id)).decode(errors="surrogatepass")
        text = request.query.encode(errors="surrogatepass")
        if hashlib.sha256(text).hexdigest() != document_id:
            raise BadRequest("The hash is not the SHA-256 of `query`, in hexadecimal.")
        if len(text) <= MAX_REMEMBERED_BYTES and document_id not in self.known:
            self.remember(document_id, text, caller.id)
            await self.share(document_id, text, caller.id)
        return request.query

    async def recall(self, document_id: str, user_id: UUID) -> bytes:
        """Return the stored document with this hash, from this process or Redis; PersistedQueryNotFound without one."""
        if known := self.known.get(document_id):
            owner, text = known
            self.of_users[owner].move_to_end(document_id)
            return text
        shared = self.shared
        if shared is None or not HASH.fullmatch(document_id):
            raise PersistedQueryNotFound
        with suppress(StoreUnusable):
            found: bytes | None = await shared.ask(partial(shared.client.get, KEY + document_id))
            if found is not None and hashlib.sha256(found).hexdigest() == document_id:
                self.remember(document_id, found, user_id)
                return found
        raise PersistedQueryNotFound

    def remember(self, document_id: str, text: bytes, user_id: UUID) -> None:
        """Store the document in this process, as one of the user's, unless another request has stored it by now."""
        if document_id in self.known:
            return
        self.known[document_id] = user_id, text
        self.of_users[user_id][document_id] = None
        if len(self.of_users[user_id]) > MAX_OF_USER:
            self.forget_one(user_id)
        elif len(self.known) > MAX_REMEMBERED:
            self.forget_one(max(self.of_users, key=lambda one: len(self.of_users[one])))

    def forget_one(self, user_id: UUID) -> None:
        """Delete the user's least recently used document."""
        forgotten, _ = self.of_users[user_id].popitem(last=False)
        del self.known[forgotten]
        if not self.of_users[user_id]:
            del self.of_users[user_id]

    async def share(self, document_id: str, text: bytes, user_id: UUID) -> None:
        """Store the document for all processes, as one of the user's, if Redis can be used."""
        if self.shared is None or self.remember_script is None:
            return
        keys = [KEY + document_id, f"task-record:documents:{user_id.hex}", "task-record:documents"]
        args: list[bytes | int] = [text, SHARED_SECONDS, MAX_OF_USER, MAX_SHARED]
        with suppress(StoreUnusable):
            await self.shared.ask(partial(self.remember_script, keys=keys, args=args))


class TrustedDocuments:
    """
    Accepts only the documents of the manifest (TRUSTED_DOCUMENTS). Clients name them by their id, or send exactly the
    text in the manifest.
    """

    def __init__(self, documents: dict[str, str]) -> None:
        self.documents, self.texts = documents, set(documents.values())

    async def text(self, request: GraphQLRequest, _: Caller) -> str:
        """Return the document's text; DocumentNotTrusted or PersistedQueryNotFound when it is not in the manifest."""
        if request.query is not None:
            if request.query not in self.texts:
                raise DocumentNotTrusted("Only the documents of this server's manifest are run here.")
            return request.query
        text = self.documents.get((request.document_id or "").removeprefix("sha256:"))
        if text is None:
            raise PersistedQueryNotFound
        return text
