import re

from tests.docs.examples import ROOT

TEST = re.compile(r"\[`(test_\w+)`\]\(([^)]+)\)")


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = TEST.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    missing = [name for name, path in named if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")]
    assert missing == []
