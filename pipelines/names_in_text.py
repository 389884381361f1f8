"""What in a text looks like a person's name. A warning, never a refusal: false ones cost a glance, nothing more.

Two rules, and no more: a capitalised word that does not begin a sentence (Danish writes only names so; words in
capitals, such as CTI, are abbreviations), and one of the most common Danish first names, wherever it stands.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS_A_SENTENCE = re.compile(r"(?:^|[.!?:;\n–•]|\d\))[\s\"'»”(-]*$")
_FIRST_NAMES = """
    peter michael lars jens thomas henrik søren christian martin jan morten jesper anders niels rasmus mads per hans
    frederik mikkel kim jørgen ole jakob andreas simon emil alexander mathias magnus oliver victor noah william lucas
    mohamed ahmed ali anne maria kirsten mette hanne anna helle susanne lene marianne inge karen camilla charlotte
    louise julie ida pia emma laura sofie freja clara sara fatima amina britt bente birgitte tina gitte rikke line
"""
_WORK_WORDS = """
    borgeren borger bostøtte jobcenter kommunen kommune ydelsescenter boligforening boligselskab herberg psykiatri
    rusmiddelcenter misbrugscenter sygehus lægen danmark dansk rådhuset i de
"""
COMMON_NAMES = frozenset(_FIRST_NAMES.split())
NOT_NAMES = frozenset(_WORK_WORDS.split())
"""Words that work with a capital in front in such notes and are nobody's name."""


def name_like(text: str) -> list[str]:
    """The words of the text that look like a name, in their order, each once."""
    found = [word.group() for word in _WORD.finditer(text) if _is_name_like(word.group(), text[: word.start()])]
    return list(dict.fromkeys(found))


def _is_name_like(word: str, before: str) -> bool:
    if word.split("-")[0].isupper() or word.casefold() in NOT_NAMES or not word[0].isupper():
        return False
    return word.casefold() in COMMON_NAMES or not _ENDS_A_SENTENCE.search(before)
