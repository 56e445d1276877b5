"""One round of a job on rows of many users. Some rows fail."""

from typing import NamedTuple

import asyncpg
import pytest

from resolvers.limits.apart import Apart

NUMBERS = range(1_000)


class Row(NamedTuple):
    user_id: int
    number: int


ROWS = [Row(number % 500, number) for number in NUMBERS]


class Served:
    """Serves all users except some, and records the rows and the number of tries."""

    def __init__(self, refused: dict[int, Exception]) -> None:
        self.refused = refused
        self.rows: list[Row] = []
        self.tries = 0

    async def __call__(self, rows: list[Row]) -> None:
        self.tries += 1
        for row in rows:
            if row.user_id in self.refused:
                raise self.refused[row.user_id]
        self.rows += rows


async def served(refused: dict[int, Exception], at_once: int = 200) -> tuple[Served, Apart[Row]]:
    serve, apart = Served(refused), Apart[Row]("a round")
    await apart.do(ROWS, at_once, serve)
    return serve, apart


async def test_while_nothing_fails_there_is_one_try_for_each_batch() -> None:
    serve, apart = await served({})
    assert (sorted(serve.rows), serve.tries, apart.left) == (sorted(ROWS), 5, {})


async def test_those_who_fail_are_found_in_few_tries() -> None:
    refused: dict[int, Exception] = {7: asyncpg.LockNotAvailableError(), 130: RuntimeError("out of order")}
    serve, apart = await served(refused)
    assert sorted(serve.rows) == sorted(row for row in ROWS if row.user_id not in refused)
    assert apart.left == refused
    assert serve.tries <= 5 + 2 * 2 * 8  # halves of 100 users, twice


async def test_rows_of_a_failed_user_are_not_tried_again() -> None:
    """Though they are in several batches."""
    serve, apart = await served({7: RuntimeError("out of order")}, at_once=1)
    assert (len(serve.rows), serve.tries, {*apart.left}) == (998, 999, {7})


@pytest.mark.parametrize("error", [ConnectionResetError(), asyncpg.TooManyConnectionsError()])
async def test_an_unreachable_database_ends_the_round(error: Exception) -> None:
    with pytest.raises(type(error)):
        await served({7: error})
