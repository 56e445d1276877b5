"""The text of the document that a request names or brings."""

import hashlib
import re
from collections import OrderedDict, defaultdict
from contextlib import suppress
from functools import partial
from uuid import UUID

from resolvers.access import Caller
from server.http.refusals import BadRequest, DocumentNotTrusted, PersistedQueryNotFound
from server.http.request import GraphQLRequest
from server.shared_store import SharedStore, StoreUnusable

HASH = re.compile("[0-9a-f]{64}")
KEY = "task-record:document:"
AT_ONCE = 1_000
"""Documents that this process remembers."""
OF_ONE_USER = 100
LONGEST = 20_000
"""Bytes. A longer document is run, and not remembered."""
TOGETHER = 10_000
"""Documents that all processes remember, in Redis: 200 MB at most."""
FOR_SECONDS = 24 * 60 * 60
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
"""Remembers a document under its name, those of its user and those of all; the oldest of them are forgotten."""


class AnyDocuments:
    """
    Any document may be run. It implements Apollo's automatic persisted queries: a client sends a document's hash
    alone, and its text as well when the hash is not known. What is remembered here is what this process has met, and,
    with REDIS_URL, what others have in the last 24 hours.

    A document is that of the user who brought it. Where there are too many, one is forgotten of the user who has most.
    """

    def __init__(self, shared: SharedStore | None) -> None:
        self.known: dict[str, tuple[UUID, bytes]] = {}
        self.of_users: defaultdict[UUID, OrderedDict[str, None]] = defaultdict(OrderedDict)
        self.shared = shared
        self.remember_script = shared.client.register_script(REMEMBER) if shared else None

    async def text(self, request: GraphQLRequest, caller: Caller) -> str:
        """The document's text; PersistedQueryNotFound when only its hash was sent and is not known."""
        if request.document_id is None:
            return request.query or ""
        document_id = request.document_id.removeprefix("sha256:").lower()
        if request.query is None:
            return (await self.recall(document_id, caller.id)).decode(errors="surrogatepass")
        text = request.query.encode(errors="surrogatepass")
        if hashlib.sha256(text).hexdigest() != document_id:
            raise BadRequest("The hash is not the SHA-256 of `query`, in hexadecimal.")
        if len(text) <= LONGEST and document_id not in self.known:
            self.remember(document_id, text, caller.id)
            await self.share(document_id, text, caller.id)
        return request.query

    async def recall(self, document_id: str, user_id: UUID) -> bytes:
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
        """Remember a document of the user's here."""
        self.known[document_id] = user_id, text
        self.of_users[user_id][document_id] = None
        if len(self.of_users[user_id]) > OF_ONE_USER:
            self.forget_one(user_id)
        elif len(self.known) > AT_ONCE:
            self.forget_one(max(self.of_users, key=lambda one: len(self.of_users[one])))

    def forget_one(self, user_id: UUID) -> None:
        """Forget the user's document that has not been asked for for longest."""
        forgotten, _ = self.of_users[user_id].popitem(last=False)
        del self.known[forgotten]
        if not self.of_users[user_id]:
            del self.of_users[user_id]

    async def share(self, document_id: str, text: bytes, user_id: UUID) -> None:
        """Remember a document of the user's for all processes."""
        if self.shared is None or self.remember_script is None:
            return
        keys = [KEY + document_id, f"task-record:documents:{user_id.hex}", "task-record:documents"]
        args: list[bytes | int] = [text, FOR_SECONDS, OF_ONE_USER, TOGETHER]
        with suppress(StoreUnusable):
            await self.shared.ask(partial(self.remember_script, keys=keys, args=args))


class TrustedDocuments:
    """
    Only the documents of the manifest (TRUSTED_DOCUMENTS) may be run, named by their id or sent as they stand there.
    """

    def __init__(self, documents: dict[str, str]) -> None:
        self.documents, self.texts = documents, set(documents.values())

    async def text(self, request: GraphQLRequest, _: Caller) -> str:
        """The document's text; DocumentNotTrusted or PersistedQueryNotFound when it is none of the manifest's."""
        if request.query is not None:
            if request.query not in self.texts:
                raise DocumentNotTrusted("Only the documents of this server's manifest are run here.")
            return request.query
        text = self.documents.get((request.document_id or "").removeprefix("sha256:"))
        if text is None:
            raise PersistedQueryNotFound
        return text
