"""The text of the document that a request names or brings."""

import hashlib
from collections import OrderedDict

from server.http.refusals import BadRequest, DocumentNotTrusted, PersistedQueryNotFound
from server.http.request import GraphQLRequest

AT_ONCE = 1_000
LONGEST = 20_000
"""Characters. A longer document is run, and not remembered."""


class AnyDocuments:
    """
    Any document may be run. It implements Apollo's automatic persisted queries: a client sends a document's hash
    alone, and its text as well when the hash is not known; 1,000 of up to 20,000 characters are remembered.
    """

    def __init__(self) -> None:
        self.known: OrderedDict[str, str] = OrderedDict()

    def text(self, request: GraphQLRequest) -> str:
        """The document's text; PersistedQueryNotFound when only its hash was sent and is not known."""
        if request.document_id is None:
            return request.query or ""
        document_id = request.document_id.removeprefix("sha256:").lower()
        if request.query is None:
            return self.recall(document_id)
        if hashlib.sha256(request.query.encode(errors="surrogatepass")).hexdigest() != document_id:
            raise BadRequest("The hash is not the SHA-256 of `query`, in hexadecimal.")
        self.remember(document_id, request.query)
        return request.query

    def recall(self, document_id: str) -> str:
        text = self.known.get(document_id)
        if text is None:
            raise PersistedQueryNotFound
        self.known.move_to_end(document_id)
        return text

    def remember(self, document_id: str, text: str) -> None:
        if len(text) <= LONGEST:
            self.known[document_id] = text
            self.known.move_to_end(document_id)
            if len(self.known) > AT_ONCE:
                self.known.popitem(last=False)


class TrustedDocuments:
    """
    Only the documents of the manifest (TRUSTED_DOCUMENTS) may be run, named by their id or sent as they stand there.
    """

    def __init__(self, documents: dict[str, str]) -> None:
        self.documents, self.texts = documents, set(documents.values())

    def text(self, request: GraphQLRequest) -> str:
        """The document's text; DocumentNotTrusted or PersistedQueryNotFound when it is none of the manifest's."""
        if request.query is not None:
            if request.query not in self.texts:
                raise DocumentNotTrusted("Only the documents of this server's manifest are run here.")
            return request.query
        text = self.documents.get((request.document_id or "").removeprefix("sha256:"))
        if text is None:
            raise PersistedQueryNotFound
        return text
