"""Prompts that a person would call variations of one another have half of their features in common; others have not."""

from itertools import combinations
from unicodedata import normalize

from models.search.search_terms import variants
from resolvers.finding.prompt_features import features_of, ngram_bitmap_of, ngram_bitmap_of_search

LIKE = 0.5
"""As `similar_tasks` in PostgreSQL has it."""
VARIATIONS = [
    ("a red fox in deep snow, oil painting", "oil painting of a red fox in the deep snow"),
    ("portrait of an old fisherman, soft light, 35mm", "portrait of an old fisherman, hard light, 35mm film"),
    ("isometric coffee shop, pastel colours, low poly", "low poly isometric coffee shop in pastel colours, rain"),
    ("product photo of a glass bottle on marble", "product photo of a green glass bottle on white marble"),
    ("logo for a bakery, minimal, flat, two colours", "minimal flat logo for a bakery, three colours"),
    ("cyberpunk street at night, neon signs, rain", "rainy cyberpunk street at night with neon signs"),
    ("children's book illustration of a brave mouse", "Children's book illustration of a brave little mouse"),
    ("astronaut riding a horse on the moon", "an astronaut riding a white horse on the Moon"),
    ("watercolour of a harbour at dawn, muted tones", "watercolour of a small harbour at dawn, muted tones"),
    ("macro photograph of a bee on lavender", "macro photograph of a bee on a lavender flower"),
    ("一只戴着宇航员头盔的小狗", "一只戴着宇航员头盔的小猫"),
    ("水墨山水画，远处有一叶孤舟", "水墨山水画，远处有一叶小舟"),
    ("赛博朋克风格的城市夜景，霓虹灯", "赛博朋克风格的城市雨夜，霓虹灯"),
    ("可爱的卡通兔子贴纸，白色背景", "可爱的卡通兔子贴纸，透明背景"),
    ("中国古代宫殿，雪景，航拍视角", "中国古代宫殿，雪景，俯拍视角，4K"),
    ("极简风格的咖啡品牌标志", "极简风格的茶饮品牌标志"),
    ("一位老人在公园下棋，胶片质感", "一位老人在公园里下棋，胶片质感"),
    ("森林里的小木屋，清晨，薄雾", "清晨薄雾，森林里的小木屋"),
    ("科幻飞船内部，电影级光影", "科幻飞船驾驶舱内部，电影级光影"),
    ("新年海报，红色灯笼和烟花", "新年海报，红色的灯笼和烟花"),
]


def likeness(one: str, other: str) -> float:
    bits, others = (int(features_of(prompt), 2) for prompt in (one, other))
    return (bits & others).bit_count() / ((bits | others).bit_count() or 1)


def test_variations_are_alike_and_others_are_not() -> None:
    missed = [pair for pair in VARIATIONS if likeness(*pair) < LIKE]
    strangers = [(one[0], other[1]) for one, other in combinations(VARIATIONS, 2)]
    wrong = [pair for pair in strangers if likeness(*pair) >= LIKE]
    assert len(missed) <= 0.05 * len(VARIATIONS), missed
    assert not wrong


def test_prompts_without_words_or_with_too_many_resemble_nothing() -> None:
    enormous = " ".join(f"word{number}" for number in range(2_000))
    for prompt in ("", " \n", "，。！", enormous):
        assert max(likeness(prompt, other) for pair in VARIATIONS for other in pair) < LIKE
    assert likeness(enormous, f"{enormous} and more") == 1


def may_be_found(prompt: str, search: str) -> bool:
    """Whether the prompt is read by the search, which then compares the texts."""
    wanted, grams = ngram_bitmap_of_search(search), ngram_bitmap_of(prompt)
    return grams is None or not wanted & ~grams


def test_a_search_reads_each_prompt_in_which_it_may_be_found() -> None:
    letters = [(letter, form) for letter, forms in variants().items() for form in forms]
    for letter, form in letters:
        assert may_be_found(f"ab{form}cd", f"ab{letter}cd"), (letter, form)
        assert may_be_found(normalize("NFD", f"ab{form}cd"), f"ab{letter}cd"), (letter, form)
    for prompt, search in (
        ("Fuchs auf der Straße", "straße"),
        ("CAFÉ", "caf"),
        ("x\u0303y", "xy"),
        ("トラとドラゴン", "ドラ"),
        ("一只小狗", "小"),
        ("red fox", '"red   fox" -dog model:flux'),
        ("한국", normalize("NFD", "하")),
        ("any", "，"),
        ("caféｶﾀｶﾅ", "ｶ"),
        ("1ㄱ水ﾄ国c", "ㄱ"),
        ("ｶ½cd", "½cd"),
    ):
        assert may_be_found(prompt, search), (prompt, search)
    assert ngram_bitmap_of("Red  FOX") == ngram_bitmap_of("redfox")
    assert ngram_bitmap_of("ＲＥＤ　ｆｏｘ，") == ngram_bitmap_of("red fox,")
    enormous = "".join(map(chr, range(0x4E00, 0x4E00 + 2_001)))
    assert may_be_found(enormous, "zeppelin")


def test_a_search_reads_hardly_any_other_prompt() -> None:
    prompts = [prompt for pair in VARIATIONS for prompt in pair]
    for search in ("zeppelin", "水彩", "violin quartet", "ドラゴン", "象", "qq"):
        assert sum(may_be_found(prompt, search) for prompt in prompts) <= 0.05 * len(prompts), search
