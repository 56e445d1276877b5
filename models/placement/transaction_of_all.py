from collections.abc import AsyncIterator, Callable, Sequence
from heapq import heapify, heappop, heapreplace
from typing import Any

from models.database import Transaction
from models.statement import BoundStatement, RowT


class TransactionOfAll:
    """Transactions as `service_role`, one in each database, which see the rows of all users."""

    def __init__(self, transactions: Sequence[Transaction]) -> None:
        self.transactions = transactions

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        """Run the statement in one database after the other, and return the rows of all."""
        return [row for one in self.transactions for row in await one.rows(statement)]

    async def merged(
        self, read: Callable[[Transaction], AsyncIterator[RowT]], key: Callable[[RowT], Any]
    ) -> AsyncIterator[RowT]:
        """Yield in the order of `key` the rows that `read` yields in this order for each transaction."""
        each = [read(one) for one in self.transactions]
        firsts = [(await anext(rows, None), number, rows) for number, rows in enumerate(each)]
        waiting = [(key(first), number, first, rows) for first, number, rows in firsts if first]
        heapify(waiting)
        while waiting:
            _, number, row, rows = waiting[0]
            yield row
            following = await anext(rows, None)
            if following:
                heapreplace(waiting, (key(following), number, following, rows))
            else:
                heappop(waiting)
