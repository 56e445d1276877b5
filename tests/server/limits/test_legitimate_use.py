"""Usual requests stay within the default limits."""

import asyncio

import pytest
from graphql import get_introspection_query

from server.settings.settings import Settings
from tests.api import IMAGE, TASK, Client
from tests.application import in_process
from tests.pictures import data_url, picture

LONGEST = "霓虹夜雨，一只狐狸在小巷深处打着油纸伞。" * 500
"""A prompt may have 10,000 characters."""
EVERYTHING = f"""
query {{
  tasks(first: 100) {{ totalCount {{ value }} nodes {{ {TASK} }} pageInfo {{ hasNextPage hasPreviousPage }} }}
}}
{IMAGE}
"""


@pytest.mark.slow
async def test_a_full_page_of_longest_prompts(user: Client) -> None:
    for _ in range(4):
        await asyncio.gather(*(user.task("createTask", prompt=LONGEST) for _ in range(25)))
    page = (await user.data(EVERYTHING))["tasks"]
    assert [task["prompt"] for task in page["nodes"]] == [LONGEST] * 100


@pytest.mark.slow
async def test_a_hundred_tasks_with_images_in_a_minute(settings: Settings) -> None:
    async with in_process(settings) as application:
        user = application.new_client()
        image = data_url(picture())
        for _ in range(10):
            created = await asyncio.gather(*(user.task("createTask", prompt="狐狸") for _ in range(10)))
            await asyncio.gather(
                *(user.task("completeTask", id=task["id"], image={"dataUrl": image}) for task in created)
            )
        totals = "{ tasks(first: 1, where: {status: [COMPLETED]}) { totalCount { value } } }"
        assert (await user.data(totals))["tasks"]["totalCount"]["value"] == 100


@pytest.mark.slow
async def test_graphiql_reads_the_schema_again_and_again(settings: Settings) -> None:
    async with in_process(settings, introspection="everyone") as application:
        user = application.new_client()
        for _ in range(5):
            assert "__schema" in await user.data(get_introspection_query(input_value_deprecation=True))
