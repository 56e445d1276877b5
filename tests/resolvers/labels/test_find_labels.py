"""The labels of 300 prompts, which were written down with what they name before the dictionary was tried on them."""

from pathlib import Path

import pytest

from resolvers.labels.dictionary import dictionary
from resolvers.labels.find_labels import found_labels

LINES = Path(__file__).with_name("prompts.txt").read_text(encoding="utf-8").splitlines()
PROMPTS = {prompt: set(labels.split()) for prompt, labels in (line.split(" |") for line in LINES)}
NEGATIONS = [
    *("no", "not", "without", "never", "avoid", "avoiding", "non", "nor", "neither", "isn't", "don't", "doesn’t"),
    *("cannot", "w/o", "exclude", "excluding", "omit", "lacking", "remove", "removing", "free of", "devoid of"),
    *("instead of", "rather than", "do not draw", "must not have any", "no more", "没有", "没", "沒有", "不要"),
    *("不想要", "不需要", "不用", "不含", "不带", "不包含", "不包括", "不出现", "不能有", "不得有", "不是", "并非"),
    *("而非", "避免", "避免出现", "禁止", "排除", "去掉", "去除", "移除", "删除", "无", "無", "非", "勿", "别画"),
    *("没有任何", "不要有", "不要画"),
]


def test_labels_are_hardly_ever_wrong() -> None:
    found = {prompt: set(found_labels(prompt)) for prompt in PROMPTS}
    wrong = {prompt: labels - PROMPTS[prompt] for prompt, labels in found.items() if labels - PROMPTS[prompt]}
    missed = {prompt: PROMPTS[prompt] - labels for prompt, labels in found.items() if PROMPTS[prompt] - labels}
    given, wanted = (sum(map(len, of.values())) for of in (found, PROMPTS))
    assert {name for labels in PROMPTS.values() for name in labels} <= dictionary().labels.keys()
    assert len(PROMPTS) >= 300
    assert sum(map(len, wrong.values())) <= 0.05 * given, wrong
    assert sum(map(len, missed.values())) <= 0.1 * wanted, missed


@pytest.mark.parametrize("negation", NEGATIONS)
def test_a_negated_word_is_not_a_label(negation: str) -> None:
    blank = "" if negation[-1] > "\u3000" else " "
    assert found_labels(f"a fox, {negation}{blank}dog") == ["fox"]
    assert found_labels(f"a fox, {negation}{blank}狗") == ["fox"]
    assert found_labels(f"{negation}{blank}text. A dog in the snow") == ["dog", "snow"]


@pytest.mark.parametrize(
    "end", [". ", "! ", "? ", "; ", ": ", "\n", "\r\n", " | ", ") ", "。", "！", "？", "；", "：", "…"]
)
def test_a_negation_ends_with_its_sentence(end: str) -> None:
    assert found_labels(f"No text{end}Cat on a sofa") == ["cat"]
    assert found_labels(f"不要文字{end}猫在雪地") == ["cat", "snow"]


def test_a_negation_is_of_what_it_names_and_of_a_list() -> None:
    expected: dict[str, list[str]] = {
        "": [],
        "no text, cat on a sofa": ["cat"],
        "no cat, dog": ["dog"],
        "不要文字，一只猫": ["cat"],
        "no text, watermark, logo": [],
        "a fox, no text, no watermark, logo, snow": ["fox", "snow"],
        "不要文字，水印，logo，一只猫": ["cat"],
        "无文字、水印和logo，猫": ["cat"],
        "no cats or dogs": [],
        "no cats, dogs, or birds in the forest": ["forest"],
        "without cats and dogs": [],
        "without a hat and a dog": ["dog"],
        "neither a cat nor a dog": [],
        "没有猫和狗的城堡": ["castle"],
        "没有猫、狗": [],
        "not a dog but a cat": ["cat"],
        "不是狗而是猫": ["cat"],
        "do not include any cats": [],
        "no big red dogs": ["dog"],
        "no cats on the beach": ["beach"],
        "not only cats": ["cat"],
        "a street without a single car": ["street"],
        "perfume No. 5, dog": ["perfume", "dog"],
        "无人机航拍的城市": ["aerial", "city"],
        "无垠星空和大海": ["sky", "stars", "ocean"],
        "被淹没城市": ["city"],
        "没有人的海边": ["beach"],
        "(no text) cat": ["cat"],
        "a fox --no snow, dog --ar 16:9": ["fox"],
        "Negative prompt: cat, dog": [],
        "负面提示词：猫，狗": [],
        "Negative prompt: cat. Positive prompt: dog": ["dog"],
        "反向提示词：猫。正向提示词：狗": ["dog"],
        "CAFÉ": ["cafe"],
        "cyberpunk-style city's skyline": ["cyberpunk", "city"],
        "x" * 100_000: [],
    }
    assert {prompt: found_labels(prompt) for prompt in expected} == expected


@pytest.mark.parametrize(
    "part", ["no ", "no a ", "no cat, ", "no cat or ", "不要", "不要猫、", "无文字，", "without any of "]
)
def test_texts_made_of_negations_have_no_label(part: str) -> None:
    assert found_labels(f"{part * 2_000}fox") == []
