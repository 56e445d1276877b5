"""The metrics of images at `/metrics`."""

import httpx2

from tests.api import Client
from tests.pictures import data_url, picture
from tests.server.observation.scraping import scrape


async def test_images_by_outcome_and_the_time_of_decoding(user: Client, http: httpx2.AsyncClient) -> None:
    before = await scrape(http)
    good, bad = picture(), b"no picture at all"
    task = await user.task("createTask", prompt="a fox")
    for content in (good, bad):
        await user.mutate("uploadOriginalImage", id=task["id"], image={"dataUrl": data_url(content)})
    after = await scrape(http)

    def added(name: str, **labels: str) -> float:
        return after.added(before, f"task_record_{name}", **labels)

    assert (added("images_total", outcome="accepted"), added("images_total", outcome="refused")) == (1, 1)
    assert added("decoded_bytes_total") == len(good) + len(bad)
    assert added("decoding_seconds_count") == 2
    assert 0 < added("decoding_seconds_sum") < 30
