import asyncio
import time
from itertools import pairwise

from resolvers.limits.fair_share import FairShare
from server.limits.cpu_slot import cpu_slot


async def test_between_two_pieces_of_work_others_are_answered_for_as_long() -> None:
    turns, pieces = FairShare(1, RuntimeError, each=1), []

    async def work(owner: str) -> None:
        async with cpu_slot(turns, owner):
            began = time.monotonic()
            time.sleep(0.02)  # noqa: ASYNC251 - what keeps the event loop is what takes turns
            pieces.append((owner, began, time.monotonic()))

    async with asyncio.timeout(10):
        await asyncio.gather(*(work("one") for _ in range(3)), work("another"))
    assert [owner for owner, _, _ in pieces][:2] == ["one", "another"]
    for (_, began, ended), (_, next_began, _) in pairwise(pieces):
        assert next_began - ended >= (ended - began) * 0.9


async def test_a_caller_that_stops_waiting_leaves_its_turn_to_others() -> None:
    turns = FairShare(1, RuntimeError, each=1)
    async with cpu_slot(turns, "one"):
        waiting = [asyncio.create_task(turns.take("another")) for _ in range(2)]
        await asyncio.sleep(0)
        time.sleep(0.02)  # noqa: ASYNC251
    await asyncio.sleep(0)
    waiting[0].cancel()  # while the next turn waits to begin
    await asyncio.wait([waiting[0]])
    async with asyncio.timeout(10):
        await waiting[1]
