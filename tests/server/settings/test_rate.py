import pytest

from server.settings.rate import Rate

RATES = {
    "1200/minute": Rate(1_200, 60, "1 minute"),
    " 20 / Seconds ": Rate(20, 1, "1 second"),
    "3perhour": Rate(3, 3_600, "1 hour"),
    "5 per 2 hours": Rate(5, 7_200, "2 hour"),
    "1/day": Rate(1, 86_400, "1 day"),
    "100/3month": Rate(100, 7_776_000, "3 month"),
    "0 per YEAR": Rate(0, 31_104_000, "1 year"),
}


@pytest.mark.parametrize("text", RATES)
def test_is_read(text: str) -> None:
    assert Rate.parse(text) == RATES[text]


@pytest.mark.parametrize(
    "text", ["", "1200", "minute", "/minute", "-1/minute", "1.5/minute", "1/fortnight", "1/0days", "1/hour;"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rate"):
        Rate.parse(text)
