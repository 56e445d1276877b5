"""Shares of a total: no owner holds more than a share, and none waits for what another only asks for."""

import asyncio
from collections import Counter
from contextlib import suppress
from random import Random

import pytest

from models.shares import Shares


async def settle() -> None:
    """Let every task run until it waits for something."""
    for _ in range(10):
        await asyncio.sleep(0)


def asking(shares: Shares, *wanted: tuple[str, int]) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(shares.take(owner, amount)) for owner, amount in wanted]


def granted(tasks: list[asyncio.Task[None]]) -> list[bool]:
    return [task.done() for task in tasks]


async def end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def test_an_owner_has_a_part_and_another_finds_room_at_once() -> None:
    shares = Shares(total=3, each=2)
    tasks = asking(shares, ("greedy", 1), ("greedy", 1), ("greedy", 1), ("other", 1))
    await settle()
    assert granted(tasks) == [True, True, False, True]
    shares.give_back("greedy")
    await settle()
    assert granted(tasks) == [True] * 4
    await end(tasks)


async def test_who_has_least_is_served_first_however_long_others_have_waited() -> None:
    shares = Shares(total=4, each=3)
    first = asking(shares, ("greedy", 1), ("greedy", 1), ("busy", 1), ("busy", 1))
    waiting = asking(shares, *[("greedy", 1)] * 50, *[("busy", 1)] * 50)
    await settle()
    latecomer = asking(shares, ("latecomer", 1))
    await settle()
    assert granted(first + waiting + latecomer) == [True] * 4 + [False] * 101
    shares.give_back("greedy")
    await settle()
    assert granted(waiting + latecomer) == [False] * 100 + [True]
    await end(waiting)


async def test_those_who_have_the_same_take_turns() -> None:
    shares = Shares(total=1, each=1)
    served: list[str] = []

    async def use(owner: str) -> None:
        async with shares.hold(owner):
            served.append(owner)
            await asyncio.sleep(0)

    await asyncio.gather(*map(use, ["many", "many", "many", "some", "some", "one"]))
    assert served == ["many", "some", "one", "many", "some", "many"]


async def test_an_owners_own_requests_are_served_in_their_order() -> None:
    shares = Shares(total=1, each=1)
    served: list[int] = []

    async def use(number: int) -> None:
        async with shares.hold("one"):
            served.append(number)
            await asyncio.sleep(0)

    await asyncio.gather(*map(use, range(10)))
    assert served == list(range(10))


async def test_a_large_amount_is_not_overtaken_for_ever_by_small_ones() -> None:
    shares = Shares(total=10, each=10)
    small = asking(shares, *[(f"small-{number}", 1) for number in range(10)])
    await settle()
    large, later = asking(shares, ("large", 8), ("later", 1))
    await settle()
    for number in range(8):
        assert granted([large, later]) == [False, False]
        shares.give_back(f"small-{number}")
        await settle()
    assert granted([large, later]) == [True, False]
    shares.give_back("small-8")
    await settle()
    assert granted([large, later, *small]) == [True] * 12


async def test_an_owner_who_asks_for_more_than_a_part_holds_nobody_else_up() -> None:
    shares = Shares(total=10, each=6)
    tasks = asking(shares, ("greedy", 4), ("greedy", 6), ("other", 6))
    await settle()
    assert granted(tasks) == [True, False, True]
    shares.give_back("greedy", 4)
    await settle()
    assert granted(tasks) == [True, False, True]
    shares.give_back("other", 6)
    await settle()
    assert granted(tasks) == [True] * 3


async def test_more_than_a_part_is_an_error_and_held_as_the_whole_part() -> None:
    shares = Shares(total=10, each=4)
    with pytest.raises(ValueError, match="nobody has more than 4; 5 were asked for"):
        await shares.take("one", 5)
    async with shares.hold("one", 5):
        assert shares.held == {"one": 4}
    assert (shares.free, shares.held) == (10, {})
    assert Shares(total=3, each=5).each == 3


async def test_who_is_cancelled_while_waiting_leaves_the_line() -> None:
    shares = Shares(total=1, each=1)
    await shares.take("first")
    second, third = asking(shares, ("second", 1), ("third", 1))
    await settle()
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    shares.give_back("first")
    await settle()
    assert granted([third]) == [True]
    assert shares.held == {"third": 1}
    assert shares.waiting == {}


async def test_one_large_request_that_is_given_up_lets_small_ones_pass() -> None:
    shares = Shares(total=4, each=4)
    await shares.take("first", 2)
    large, small = asking(shares, ("large", 4), ("small", 1))
    await settle()
    assert granted([small]) == [False]
    large.cancel()
    await settle()
    assert granted([small]) == [True]


async def test_who_is_cancelled_as_room_comes_gives_it_back() -> None:
    shares = Shares(total=1, each=1)
    await shares.take("first")
    [second] = asking(shares, ("second", 1))
    await settle()
    shares.give_back("first")
    assert shares.held == {"second": 1}
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    assert (shares.free, shares.held) == (1, {})


async def test_room_comes_between_a_cancellation_and_its_arrival() -> None:
    shares = Shares(total=1, each=1)
    await shares.take("first")
    second, third = asking(shares, ("second", 1), ("third", 1))
    await settle()
    second.cancel()
    shares.give_back("first")
    await settle()
    assert (second.cancelled(), granted([third])) == (True, [True])
    assert (shares.free, shares.held, shares.waiting) == (0, {"third": 1}, {})


async def test_what_an_error_leaves_is_free_again() -> None:
    shares = Shares(total=1, each=1)
    with suppress(RuntimeError):
        async with shares.hold("one"):
            raise RuntimeError
    async with asyncio.timeout(1), shares.hold("other"):
        assert shares.held == {"other": 1}


async def test_two_thousand_requests_of_a_hundred_owners() -> None:
    """Whatever is asked for, cancelled and held: never more than the total, never more than a share, nothing lost."""
    random = Random(10)
    shares = Shares(total=50, each=7)
    held: Counter[int] = Counter()
    most = 0

    async def use(owner: int, amount: int) -> None:
        nonlocal most
        async with shares.hold(owner, amount):
            held[owner] += amount
            assert held[owner] <= 7
            most = max(most, held.total())
            assert held.total() <= 50
            for _ in range(random.randrange(3)):
                await asyncio.sleep(0)
            held[owner] -= amount

    tasks = [asyncio.create_task(use(random.randrange(100), random.randint(1, 7))) for _ in range(2_000)]
    for task in random.sample(tasks, 200):
        await asyncio.sleep(0)
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        assert ended is None or isinstance(ended, asyncio.CancelledError)
    assert most >= 44  # one of 7 may wait beside 6 that are free
    assert (shares.free, shares.held, shares.waiting) == (50, {}, {})
