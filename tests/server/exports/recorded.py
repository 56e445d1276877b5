"""Records tasks to export."""

from collections.abc import Sequence
from hashlib import shake_256

from server.settings.settings import Settings
from tests.api import Client
from tests.models.connections import as_owner

RECORD = """INSERT INTO user_task_history (user_id, prompt, created_at)
  SELECT $1, prompt, now() - number * interval '1 second'
  FROM unnest($2::text[]) WITH ORDINALITY AS recorded (prompt, number)"""
CHINESE = bytes(0x50 + byte % 0x20 for byte in range(256))


def noise(number: int) -> str:
    """Return 10,000 Chinese characters that hardly compress, always the same for the same number."""
    code_units = bytearray(shake_256(bytes(divmod(number, 256))).digest(20_000))
    code_units[1::2] = code_units[1::2].translate(CHINESE)
    return code_units.decode("utf-16-le")


PROMPTS = [noise(number) for number in range(400)]
"""
Prompts of 30 KB each, 20 KB compressed: together more than the buffers between a server and a client that does not
read. The kernel's may have 4 MB.
"""


async def record(settings: Settings, user: Client, prompts: Sequence[str] = PROMPTS) -> None:
    async with as_owner(settings) as owner:
        await owner.execute(RECORD, user.id, prompts)
