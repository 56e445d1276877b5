"""The labels of 300 prompts, which were written down with what they name before the dictionary was tried on them."""

from pathlib import Path

from resolvers.labels.dictionary import dictionary
from resolvers.labels.find_labels import found_labels

LINES = Path(__file__).with_name("prompts.txt").read_text(encoding="utf-8").splitlines()
PROMPTS = {prompt: set(labels.split()) for prompt, labels in (line.split(" |") for line in LINES)}


def test_labels_are_hardly_ever_wrong() -> None:
    found = {prompt: set(found_labels(prompt)) for prompt in PROMPTS}
    wrong = {prompt: labels - PROMPTS[prompt] for prompt, labels in found.items() if labels - PROMPTS[prompt]}
    missed = {prompt: PROMPTS[prompt] - labels for prompt, labels in found.items() if PROMPTS[prompt] - labels}
    given, wanted = (sum(map(len, of.values())) for of in (found, PROMPTS))
    assert {name for labels in PROMPTS.values() for name in labels} <= dictionary().labels.keys()
    assert len(PROMPTS) >= 300
    assert sum(map(len, wrong.values())) <= 0.05 * given, wrong
    assert sum(map(len, missed.values())) <= 0.1 * wanted, missed


def test_what_a_prompt_does_not_want_is_no_label() -> None:
    expected = {
        "": [],
        "a fox --no snow, dog --ar 16:9": ["fox"],
        "没有猫的房间": [],
        "without a dog": [],
        "Negative prompt: cat, dog": [],
        "CAFÉ": ["cafe"],
        "cyberpunk-style city's skyline": ["cyberpunk", "city"],
        "x" * 100_000: [],
    }
    assert {prompt: found_labels(prompt) for prompt in expected} == expected
