"""How hard a text is to read: the Flesch-Kincaid grade, by groups of vowels."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?:;](?:\s|$)")
_SOUNDED = ("ted", "ded", "ses", "zes", "ces", "ges", "xes", "shes", "ches")
_VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    word = word.lower().split("'")[0].split("’")[0]
    count = len(_VOWELS.findall(word))
    silent = word.endswith(("es", "ed")) and not word.endswith(_SOUNDED)
    if silent or (word.endswith("e") and not word.endswith(("le", "ee", "ye"))):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """The school grade (US) a text reads at; 0 for a text too short to say (under 20 words)."""
    found = _WORD.findall(text)
    if len(found) < 20:
        return 0.0
    sentences = max(len(_SENTENCE_END.findall(text)), 1)
    total = sum(syllables(word) for word in found)
    return max(0.39 * len(found) / sentences + 11.8 * total / len(found) - 15.59, 0.0)
