"""Our functions that a request calls: fewer are easier to follow, and cost less."""

import json
import sys
from types import CodeType, FrameType

import uvloop

from benchmarks.data import Data, prepared
from benchmarks.environment import HERE
from benchmarks.in_process import Ask, asking, both_applications
from benchmarks.options import Options
from benchmarks.table import table
from benchmarks.work import FIELDS, IMAGES, our_page, task, works

OURS = tuple(f"{HERE.parent / floor}/" for floor in ("server", "schema", "resolvers", "models", "storage"))
COMPILED = "<operation>"
COUNTED = ("task", "page", "create")
TIMES = 5


def functions(options: Options) -> list[str]:
    with prepared(options.data, options.tasks) as data:
        passed = uvloop.run(counted(data))
    return [
        "Distinct functions of ours that a request passes, those of the compiled operation included, and their files:",
        "",
        *table(["work", "functions", "files"], [[name, *map(str, counts)] for name, counts in passed.items()]),
    ]


async def counted(data: Data) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    async with both_applications(data) as (ours, _):
        newest = json.loads(await asking(ours, our_page(fields="id"), data.token)())["data"]["tasks"]["nodes"][0]["id"]
        requests = {work.title: work.requests["ours"] for work in works(data) if work.name in COUNTED}
        requests["one task with the URLs of its images"] = task(f'id: "{newest}"', newest, f"{FIELDS} {IMAGES}")["ours"]
        for title, request in requests.items():
            ask = asking(ours, request, data.token)
            for _ in range(2):  # the second execution compiles it
                await ask()
            # Other work of the process is not in each of them.
            codes = set.intersection(*[await passed(ask) for _ in range(TIMES)])
            found[title] = len(codes), len({code.co_filename for code in codes})
    return found


async def passed(ask: Ask) -> set[CodeType]:
    """Return the code of our functions that are called during the request."""
    codes: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and (code.co_filename.startswith(OURS) or code.co_filename == COMPILED):
            codes.add(code)

    sys.setprofile(note)
    try:
        await ask()
    finally:
        sys.setprofile(None)
    return codes
