"""
Runs checks on random examples. The environment variables `TASK_RECORD_EXAMPLES` and `TASK_RECORD_SEED` are the number
of examples of each kind, 30 by default, and the seed, random by default, which is printed. Where an example is a
request, of each field and mode, a fiftieth is tried, and not fewer than 4.
"""

import os
import secrets
from collections.abc import Callable
from typing import Any

import hypothesis
from hypothesis.strategies import SearchStrategy

EXAMPLES = int(os.environ.get("TASK_RECORD_EXAMPLES", "30"))
SEED = int(os.environ.get("TASK_RECORD_SEED", secrets.randbits(32)))
UNLIMITED = {"REQUESTS_PER_USER": "none", "COST_PER_USER": "none"}
CODES = {
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "BAD_REQUEST",
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "BAD_USER_INPUT",
    "QUERY_TOO_COSTLY",
    "RATE_LIMITED",
    "PERSISTED_QUERY_NOT_FOUND",
}
"""The codes that errors may have."""


def fuzz(check: Callable[..., None], **strategies: SearchStrategy[Any]) -> None:
    """
    Call `check` with examples of the strategies; the smallest example that fails is reported.

    The server must be a process of its own, and the event loop is blocked meanwhile: Hypothesis detects other uses of
    `random` in this process.
    """
    print(f"TASK_RECORD_SEED={SEED}")
    bounds = hypothesis.settings(
        max_examples=max(EXAMPLES // 50, 4),
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.seed(SEED)(bounds(hypothesis.given(**strategies)(check)))()


def check_answer(status: int, answer: dict[str, Any]) -> None:
    assert status < 500, answer
    # A random document may be right or wrong, so that data and errors are both allowed.
    assert "data" in answer or answer["errors"], answer
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    assert codes <= CODES, answer
