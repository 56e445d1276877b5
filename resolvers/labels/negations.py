"""Finds what a prompt does not want to see."""

import re

EXCLUDED = re.compile(
    r"--no\b(?:(?! --).)*"
    r"|(?:\bnegative prompt\b|负[面向]提示词|反[面向]提示词)(?:(?!\bpositive prompt\b|正[面向]提示词).)*",
    re.DOTALL,
)
"""A part of a prompt that lists it, up to the end or to what begins another part."""
BLANKS = r"[^\S\r\n]*"
NOT = (
    r"(?<![\w'’-])(?:no|not(?!\s+(?:only|just|merely)\b)|without|w/o|never|non|nor|neither|cannot|[a-z]+n['’]t"
    r"|avoid(?:ing)?|exclud(?:e|ing)|omit(?:ting)?|lack(?:s|ing)|remov(?:e|ing)|(?:free|devoid|instead) of|free from"
    r"|rather than)(?![\w'’-])"
    "|没有|沒有|不想?要|不需要|不[用含带是]|不包[含括]|不出现|不[能得可许准]有|并非|而非|避免|禁止|排除|去[掉除]|移除|删除|别[画有加放]"
)
BRIEFLY_NOT = "(?<![淹沉埋隐湮吞])没|[无無非勿]"
"""Begin many words: they are followed by a list only if it begins with what is UNWANTED."""
UNWANTED = (
    r"(?:(?:texts?|words?|letters?|lettering|writing|captions?|typography|watermarks?|logos?|signatures?|brand(?:s|ing)?"
    r"|borders?|frames?|people|persons?|humans?|blur(?:ry)?|noise|grain|artefacts?|artifacts?)\b"
    "|文字|字幕|字母|水印|标志|标识|签名|署名|边框|商标|人物|模糊|噪点)"
)
"""What prompts leave out so often that it belongs to a list even after a comma."""
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
A negation, and what it is of: two words, the first Chinese character, or a list. It ends with its sentence or line, and
at a comma unless what follows is UNWANTED or the list has an "or" further on.
"""


def negated(text: str) -> list[tuple[int, int]]:
    """Return where something begins and ends that a text in lower case does not want."""
    return [found.span() for found in NEGATED.finditer(text)]
