"""Any line is either refused before anything is changed, or imported and exported unchanged."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.exports.described_task import FIELDS
from server.operations.importing.export_lines import RefusedFile
from server.operations.importing.imported_task import ImportedTask
from tests.server.exports.exporting import exported
from tests.server.operations.importing.elsewhere import Elsewhere, lines_of
from tests.server.operations.importing.own_files import OWNER, filled, text_of

pytestmark = pytest.mark.examples

NOW = datetime.now(UTC)
TEXT = st.text(max_size=30)
COUNT = st.integers(-1, 2**31)
NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUE = st.recursive(st.none() | st.booleans() | NUMBER | TEXT, lambda one: st.lists(one) | st.dictionaries(TEXT, one))
INSTANT = st.datetimes(datetime(1970, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat)
COST = st.decimals(0, Decimal("999999999999.999999"), places=6).map(lambda one: f"{one.normalize():f}")
FURTHER = {
    "taskType": st.sampled_from(["IMAGE_GENERATION", "IMAGE_EDIT", "TEMPLATE_GENERATION"]),
    "tokensUsed": COUNT,
    "creditsDeducted": COUNT,
    "errorMessage": TEXT,
    "aspectRatio": TEXT,
    "modelVersion": TEXT,
    "generationTimeMs": COUNT,
    "imagesRemovedAt": INSTANT,
    "promptRemovedAt": INSTANT,
    "imageCount": st.integers(0, 17),
    "onlyServiceEnds": st.booleans(),
    "externalId": TEXT,
    "parameters": st.dictionaries(TEXT, VALUE, max_size=3),
    "metadata": st.dictionaries(TEXT, VALUE, max_size=3),
    "inputTokens": st.integers(0, 9),
    "outputTokens": st.integers(0, 9),
    "cost": COST,
    "failureCode": st.from_regex(r"[a-z0-9_]{1,50}", fullmatch=True),
    "startedAt": INSTANT,
    "deadline": st.integers(1, 29).map(lambda days: (NOW + timedelta(days)).isoformat()),
}
LINE = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["PENDING", "PROCESSING", "COMPLETED", "FAILED", "CANCELED"]),
        "prompt": TEXT,
        "createdAt": INSTANT,
        "updatedAt": INSTANT,
        "completedAt": INSTANT,
    },
    optional=FURTHER,
)


def test_the_fields_are_those_of_an_export() -> None:
    names = {field.alias for field in ImportedTask.model_fields.values()}
    assert names == {*FIELDS, "originalImage", "images", "sources", "boards"}


@pytest.mark.slow
async def test_each_line_is_refused_or_comes_back(elsewhere: Elsewhere, tmp_path: Path) -> None:
    owner = elsewhere.application.new_client(UUID(OWNER))

    @settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)
    @given(LINE)
    def tried(given_line: dict[str, Any]) -> None:
        examples.append(given_line)

    examples: list[dict[str, Any]] = []
    tried()
    imported: dict[str, dict[str, Any]] = {}
    for example in examples:
        task = {"id": str(uuid4()), "userId": OWNER, **example}
        try:
            await elsewhere.import_file(filled(tmp_path / "tasks.ndjson", text_of(task)))
            imported[task["id"]] = task
        except RefusedFile as refused:
            assert str(refused).startswith("line 1: ")  # noqa: PT017
    assert len(imported) > len(examples) / 5
    lines = lines_of((await exported(owner, "NDJSON")).content)
    assert len(lines) == len(imported)
    for line in lines:
        task = imported[line["id"]]
        assert {name: line[name] for name in task} == task
