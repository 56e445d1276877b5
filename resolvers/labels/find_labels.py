"""Finds the subjects and styles that a prompt names, except those that it negates."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from models.search.search_terms import folded_text
from models.tasks.task_row import TaskRow
from resolvers.labels.dictionary import LATIN_WORD, LabelRow, dictionary

EXCLUDED = re.compile(
    r"--no\b(?:(?! --).)*"
    r"|(?:\bnegative prompt\b|负[面向]提示词|反[面向]提示词)(?:(?!\bpositive prompt\b|正[面向]提示词).)*",
    re.DOTALL,
)
"""A part of a prompt that lists unwanted things, up to the end or to the beginning of another part."""
BLANKS = r"[^\S\r\n]*"
NOT = (
    r"(?<![\w'’-])(?:no|not(?!\s+(?:only|just|merely)\b)|without|w/o|never|non|nor|neither|cannot|[a-z]+n['’]t"
    r"|avoid(?:ing)?|exclud(?:e|ing)|omit(?:ting)?|lack(?:s|ing)|remov(?:e|ing)|(?:free|devoid|instead) of|free from"
    r"|rather than)(?![\w'’-])"
    "|没有|沒有|不想?要|不需要|不[用含带是]|不包[含括]|不出现|不[能得可许准]有|并非|而非|避免|禁止|排除|去[掉除]|移除|删除|别[画有加放]"
)
BRIEFLY_NOT = "(?<![淹沉埋隐湮吞])没|[无無非勿]"
"""Begin many words: they negate a list only if it begins with UNWANTED."""
UNWANTED = (
    r"(?:(?:texts?|words?|letters?|lettering|writing|captions?|typography|watermarks?|logos?|signatures?|brand(?:s|ing)?"
    r"|borders?|frames?|people|persons?|humans?|blur(?:ry)?|noise|grain|artefacts?|artifacts?)\b"
    "|文字|字幕|字母|水印|标志|标识|签名|署名|边框|商标|人物|模糊|噪点)"
)
"""Things that prompts exclude so often that they belong to a list even after a comma."""
LITTLE = (
    r"(?:(?:an?|the|any|all|single|more|other|extra|visible|of|to|include|including|show|showing|draw|add|use|have|having"
    rf"|contain|containing|want|see)\b{BLANKS}|任何|一[个只些]|出现|添加|包含|[有画加])"
)
"""Words that name nothing."""
WORD = rf"(?!(?:or|nor|and|but)\b)[a-z0-9]+(?:[-'’][a-z0-9]+)*{BLANKS}"
WORDS = f"{LITTLE}*{WORD}(?:{LITTLE}*{WORD})?"
AND = rf"[,，]?{BLANKS}(?:(?:n?or|and(?!\s+(?:an?|the)\b))\b|[、/&和与跟]|或者?|以?及){BLANKS}"
NEXT = rf"(?:{AND}|[,，]{BLANKS}(?={UNWANTED}|(?:{WORDS},{BLANKS}){{0,5}}(?:{WORDS},?{BLANKS})?n?or\b))"
"""What leads to the next item of a list."""
CHARACTER = r"[^\W\da-z_的和或与及跟]"
ITEM = f"{LITTLE}*(?:{CHARACTER}(?:{CHARACTER}{{0,7}}(?={NEXT}))?|{WORD}(?:{LITTLE}*{WORD})?)"
NEGATED = re.compile(
    f"(?:(?:{NOT}){BLANKS}|(?:{BRIEFLY_NOT})(?={UNWANTED})){ITEM}(?:{NEXT}{ITEM})*"
    f"|(?:{BRIEFLY_NOT}){BLANKS}{LITTLE}*(?:{WORD}|{CHARACTER})"
)
"""
A negation and its object: two words, the first Chinese character, or a list. It ends with its sentence or line, and at
a comma unless UNWANTED follows or the list has an "or" further on.
"""


def negated(text: str) -> list[tuple[int, int]]:
    """The beginnings and ends of what a text in lower case negates."""
    return [found.span() for found in NEGATED.finditer(text)]


MOST_CHARACTERS = 2_000
"""Characters at the beginning of a prompt that are searched for labels."""


def labels_of(task: TaskRow) -> list[LabelRow]:
    """The labels of a task, whose row must have the prompt."""
    known = dictionary().labels
    return [known[name] for name in found_labels(task.prompt)]


def found_labels(prompt: str) -> list[str]:
    """The names of the labels of a prompt, in the order in which it names them."""
    text = EXCLUDED.sub(" ", folded_text(normalize("NFKC", prompt[:MOST_CHARACTERS])))
    unwanted = negated(text)
    found: dict[str, None] = {}
    for place, names in (*in_words(text), *in_characters(text)):
        if not any(begin <= place < end for begin, end in unwanted):
            found |= dict.fromkeys(names)
    return list(found)


def in_words(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the place and the labels of each phrase in Latin letters, the longest that begins at a word."""
    known, longest_from, found = dictionary().latin, dictionary().longest_from, [*LATIN_WORD.finditer(text)]
    words, number = [word[0] for word in found], 0
    while number < len(words):
        for end in range(min(number + longest_from.get(words[number], 0), len(words)), number, -1):
            if (names := known.get(tuple(words[number:end]))) is not None:
                yield found[number].start(), names
                number = end - 1
                break
        number += 1


def in_characters(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the place and the labels of each word without blanks, the longest that begins at a character."""
    known, longest_after, first, place = dictionary().others, dictionary().longest_after, dictionary().first, 0
    while found := first.search(text, place):
        begin, place = found.start(), found.end()
        for end in range(min(begin + longest_after[found[0]], len(text)), begin, -1):
            if (names := known.get(text[begin:end])) is not None:
                yield begin, names
                place = end
                break
