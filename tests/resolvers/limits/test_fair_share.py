"""No owner holds more than a share, waits long, or waits for what another only requests."""

import asyncio
from collections import Counter
from contextlib import suppress
from random import Random

import pytest

from resolvers.limits import fair_share
from resolvers.limits.fair_share import SHARES, FairShare, Visitor


class NothingFree(Exception):
    pass


def shared(total: int, each: int | None = None) -> FairShare:
    return FairShare(total, NothingFree, each)


async def settle() -> None:
    """Let every task run until it waits for something."""
    for _ in range(10):
        await asyncio.sleep(0)


def asking(shares: FairShare, *wanted: tuple[str, int]) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(shares.take(owner, amount)) for owner, amount in wanted]


def done(tasks: list[asyncio.Task[None]]) -> list[bool]:
    return [task.done() for task in tasks]


async def granted(tasks: list[asyncio.Task[None]]) -> list[bool]:
    """Which of the tasks are done once every task waits for something."""
    await settle()
    return done(tasks)


async def end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def test_the_owner_with_least_is_served_first() -> None:
    shares = shared(4, 3)
    first = asking(shares, ("greedy", 1), ("greedy", 1), ("busy", 1), ("busy", 1))
    waiting = asking(shares, *[("greedy", 1)] * 50, *[("busy", 1)] * 50)
    await settle()
    latecomer = asking(shares, ("latecomer", 1))
    assert await granted(first + waiting + latecomer) == [True] * 4 + [False] * 101
    shares.give_back("greedy")
    assert await granted(waiting + latecomer) == [False] * 100 + [True]
    await end(waiting)


async def served(owners: list[str]) -> list[int]:
    """Let each owner use a share of one, at once; return their places in the order in which they were served."""
    shares, order = shared(1, 1), list[int]()

    async def use(place: int, owner: str) -> None:
        with shares.claim(owner) as claim:
            await claim.grow_to(1)
            order.append(place)
            await asyncio.sleep(0)

    await asyncio.gather(*(use(*one) for one in enumerate(owners)))
    return order


async def test_owners_with_equal_shares_take_turns() -> None:
    assert await served(["many", "many", "many", "some", "some", "one"]) == [0, 3, 5, 1, 4, 2]


async def test_a_large_amount_is_not_overtaken_forever_by_small_ones() -> None:
    shares = shared(10, 10)
    small = asking(shares, *[(f"small-{number}", 1) for number in range(10)])
    await settle()
    large, later = asking(shares, ("large", 8), ("later", 1))
    await settle()
    for number in range(8):
        assert done([large, later]) == [False, False]
        shares.give_back(f"small-{number}")
        await settle()
    assert done([large, later]) == [True, False]
    shares.give_back("small-8")
    assert await granted([large, later, *small]) == [True] * 12


async def test_a_request_for_more_than_a_part_delays_nobody_else() -> None:
    shares = shared(10, 6)
    tasks = asking(shares, ("greedy", 4), ("greedy", 6), ("other", 6))
    assert await granted(tasks) == [True, False, True]
    shares.give_back("greedy", 4)
    assert await granted(tasks) == [True, False, True]
    shares.give_back("other", 6)
    assert await granted(tasks) == [True] * 3


async def test_more_than_a_part_is_an_error_and_held_as_the_whole_part() -> None:
    shares = shared(10, 4)
    with pytest.raises(ValueError, match="an owner may hold at most 4; 5 were requested"):
        await shares.take("one", 5)
    with shares.claim("one") as claim:
        await claim.grow_to(5)
        assert shares.held == {"one": 4}
        await claim.grow_to(6)
    assert (shares.free, shares.held) == (10, {})
    with suppress(RuntimeError), shares.claim("one") as claim:
        await claim.grow_to(1)
        raise RuntimeError
    assert (shares.free, shares.held) == (10, {})


@pytest.mark.parametrize("frees_first", [True, False])
async def test_a_cancelled_waiter_holds_nothing(frees_first: bool) -> None:
    """It is cancelled just before or after its amount becomes free."""
    shares = shared(1, 1)
    await shares.take("first")
    second, third = asking(shares, ("second", 1), ("third", 1))
    await settle()
    if not frees_first:
        second.cancel()
    shares.give_back("first")
    second.cancel()
    assert await granted([third]) == [True]
    assert second.cancelled()
    assert (shares.free, shares.held, shares.waiting) == (0, {"third": 1}, {})


async def test_one_large_request_that_is_given_up_lets_small_ones_pass() -> None:
    shares = shared(4, 4)
    await shares.take("first", 2)
    large, small = asking(shares, ("large", 4), ("small", 1))
    assert await granted([small]) == [False]
    large.cancel()
    assert await granted([small]) == [True]


@pytest.mark.slow
async def test_two_thousand_requests_of_a_hundred_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    """They never hold more than the total or a share, and nothing is lost, although some are cancelled."""
    monkeypatch.setattr(fair_share, "MAX_WAIT_SECONDS", 600.0)  # on a busy machine, the last ones wait long
    random = Random(10)
    shares = shared(50, 7)
    held: Counter[int] = Counter()
    most = 0

    async def use(owner: int, amount: int) -> None:
        nonlocal most
        with shares.claim(owner) as claim:
            await claim.grow_to(amount)
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
    assert most >= 44  # one of 7 may wait while 6 are free
    assert (shares.free, shares.held, shares.waiting) == (50, {}, {})


async def test_nobody_has_more_than_an_eighth() -> None:
    shares = shared(800)
    tasks = asking(shares, *[(str(number), 100) for number in range(SHARES)], ("one more", 1))
    assert await granted(tasks) == [True] * 8 + [False]
    with pytest.raises(ValueError, match="an owner may hold at most 100"):
        await shares.take("greedy", 101)
    await end(tasks)


async def test_waiting_is_refused_after_five_seconds() -> None:
    assert fair_share.MAX_WAIT_SECONDS == 5
    shares = shared(1, 1)
    await shares.take("first")
    for seconds in (0.01, -1.0):
        with pytest.raises(NothingFree):
            await shares.take("second", seconds=seconds)
    assert (shares.held, shares.waiting) == ({"first": 1}, {})
    shares.give_back("first")
    await shares.take("second")


async def test_a_claim_waits_for_all_that_it_grows_by_no_longer_than_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_share, "MAX_WAIT_SECONDS", 0.2)
    shares = shared(80, 80)
    await shares.take("other", 80)

    async def free_bit_by_bit() -> None:
        while shares.held["other"] > 1:
            await asyncio.sleep(0.05)
            shares.give_back("other")

    freeing = asyncio.create_task(free_bit_by_bit())
    with suppress(NothingFree), shares.claim("one") as claim:
        for amount in range(1, 80):
            await claim.grow_to(amount)
    assert 80 - shares.held["other"] <= 5
    await end([freeing])
    assert set(shares.held) == {"other"}


async def test_others_have_what_a_claim_shrinks_by() -> None:
    shares = shared(10, 10)
    with shares.claim("one") as claim:
        await claim.grow_to(8)
        [waiting] = asking(shares, ("other", 5))
        assert await granted([waiting]) == [False]
        claim.shrink_to(9)
        assert shares.held == {"one": 8}
        claim.shrink_to(2)
        await settle()
        assert (done([waiting]), shares.held) == ([True], {"one": 2, "other": 5})
        moved = claim.moved()
    assert shares.held == {"one": 2, "other": 5}
    moved.shrink_to(0)
    assert shares.held == {"other": 5}


async def test_a_claim_that_grows_does_not_wait_for_one_that_waits_for_it() -> None:
    shares = shared(10, 9)
    first, second = shares.claim("one"), shares.claim("two")
    await first.grow_to(6)
    await second.grow_to(2)
    waiting = asking(shares, ("one", 3), ("three", 3))
    await settle()
    await first.grow_to(8)
    growing = asyncio.create_task(second.grow_to(3))
    assert await granted([*waiting, growing]) == [False, False, False]
    first.shrink_to(7)
    assert await granted([*waiting, growing]) == [False, False, True]
    first.shrink_to(0)
    assert await granted(waiting) == [True, True]


async def test_small_claims_are_not_counted() -> None:
    shares = FairShare(80, NothingFree, uncounted=3)
    with shares.claim("one") as small, shares.claim("one") as large:
        await small.grow_to(3)
        await large.grow_to(10)
        assert (small.amount, shares.held) == (0, {"one": 10})
        large.shrink_to(4)
        assert shares.held == {"one": 4}
        large.shrink_to(3)
        assert shares.held == {}


async def test_take_now_is_refused_at_once() -> None:
    shares = shared(3, 2)
    shares.take_now("one", 2)
    with pytest.raises(NothingFree):
        shares.take_now("one")
    with shares.claim("other") as claim:
        claim.take_now(1)
        with pytest.raises(NothingFree):
            claim.take_now(1)
        assert (shares.free, shares.held) == (0, {"one": 2, "other": 1})
    assert (shares.free, shares.held) == (1, {"one": 2})


async def test_visitors_together_have_a_half_and_users_come_first() -> None:
    shares = shared(4, 1)
    visitors = [Visitor(int=number) for number in range(4)]
    first = [asyncio.create_task(shares.take(visitor)) for visitor in visitors[:3]]
    assert await granted(first) == [True, True, False]
    users = asking(shares, ("one", 1), ("another", 1), ("third", 1))
    assert await granted(users) == [True, True, False]
    last = [asyncio.create_task(shares.take(visitors[3]))]
    shares.give_back(visitors[0])
    await settle()
    assert (done(first), done(users), done(last)) == ([True, True, False], [True] * 3, [False])
    shares.give_back("one")
    await settle()
    assert (done(first), done(last)) == ([True] * 3, [False])
    for owner in ("another", "third", visitors[1], visitors[2]):
        shares.give_back(owner)
    assert await granted(last) == [True]
    shares.give_back(visitors[3])
    assert (shares.free, shares.free_for_visitors, shares.held) == (4, 2, {})
