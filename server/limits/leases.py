from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from secrets import token_hex
from uuid import UUID

from server.limits.shared_store import SharedStore, StoreUnusable

LEASE = 45
"""Seconds for which a subscription counts unless it is renewed: its process may have been killed."""
TAKE = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZREM', KEYS[1], ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
RENEW = """
local ends = redis.call('TIME')[1] + ARGV[3]
for number = 1, ARGV[2] do
  redis.call('ZADD', KEYS[1], ends, ARGV[1] .. '/' .. number)
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
"""


class Leases:
    """
    The subscriptions of all processes, in Redis. A user's are a sorted set of processes and numbers, by the second in
    which their lease ends.
    """

    def __init__(self, shared: SharedStore) -> None:
        self.shared = shared
        self.process = token_hex(8)
        self.take_script = shared.client.register_script(TAKE)
        self.renew_script = shared.client.register_script(RENEW)

    async def take(self, user_id: UUID, number: int, at_most: int) -> bool:
        """
        Whether the user may have one more, this process's `number`th. It may, as far as this process knows, when Redis
        cannot be asked.
        """
        member = f"{self.process}/{number}"
        take = partial(self.take_script, keys=[key_of(user_id)], args=[member, at_most, LEASE])
        try:
            taken = await self.shared.ask(take)
        except StoreUnusable:
            return True
        return bool(taken)

    async def give_back(self, user_id: UUID, number: int) -> None:
        with suppress(StoreUnusable):
            await self.shared.ask(lambda: self.shared.client.zrem(key_of(user_id), f"{self.process}/{number}"))

    async def renew(self, counts: Mapping[UUID, int]) -> None:
        """Renew those of this process: so many of each user's."""
        for user_id, count in counts.items():
            renew = partial(self.renew_script, keys=[key_of(user_id)], args=[self.process, count, LEASE])
            with suppress(StoreUnusable):
                await self.shared.ask(renew)


def key_of(user_id: UUID) -> str:
    return f"task-record:subscriptions:{user_id.hex}"
