"""
`TASK_RECORD_EXAMPLES` of each kind are tried (10), from `TASK_RECORD_SEED`, which is printed. Both are variables of
the environment.
"""

import os
import secrets
from collections.abc import Callable
from typing import Any

import hypothesis
from hypothesis.strategies import SearchStrategy

EXAMPLES = int(os.environ.get("TASK_RECORD_EXAMPLES", "10"))
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
"""What errors may say: all that the contract has but INTERNAL_SERVER_ERROR."""


def fuzz(check: Callable[..., None], **strategies: SearchStrategy[Any]) -> None:
    """
    Calls `check` with examples of the strategies, and tells the smallest that fails.

    The server has to be a process of its own, and the event loop waits: Hypothesis notices who else draws random
    numbers in this one.
    """
    print(f"TASK_RECORD_SEED={SEED}")
    bounds = hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    hypothesis.seed(SEED)(bounds(hypothesis.given(**strategies)(check)))()


def check_answer(status: int, answer: dict[str, Any]) -> None:
    assert status < 500, answer
    # Either is an answer; which is right for a document that nobody has read, only the server can say.
    assert "data" in answer or answer["errors"], answer
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    assert codes <= CODES, answer
