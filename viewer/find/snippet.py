"""Why a document was found: the field that answers most of the query, and the words about the match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viewer.find.text import FUZZY_FROM, NAME_WEIGHT, TWO_SLIPS_FROM, WORD, Field, Hit, asked_words, fold

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A few words of a document.

    Attributes:
        reason: what kind of text it is, such as "refers here".
        text: some words about the match, with … where more stands before or behind.
        matched: stretches of the text that match the query.
    """

    reason: str = ""
    text: str = ""
    matched: Spans = ()


def snippet_of(hit: Hit, query: str, room: int = 90) -> Snippet:
    """What was found where a hit's title does not show it; empty where the title answers all.

    Args:
        room: so many letters at most.
    """
    asked = asked_words(query)
    if hit.document is None or hit.field < 0 or not asked:
        return Snippet()
    fields = hit.document.fields
    exact = [matches(field.text, asked) for field in fields]
    said = {query for word in WORD.findall(fold(hit.title)) for query in asked if word.startswith(query)}
    for field, spans in zip(fields, exact, strict=True):
        said |= {_word_of(field.text[a:b], asked) for a, b in spans}
    slipped = [query for query in asked if query not in said]
    best: tuple[float, Field, Spans] | None = None
    for field, spans in zip(fields, exact, strict=True):
        spans = tuple(sorted({*spans, *matches(field.text, slipped, slips=True)})) if slipped else spans
        answered = {_word_of(field.text[a:b], asked) for a, b in spans}
        score = len(answered) + 0.01 * field.weight
        if spans and (best is None or score > best[0]):
            best = (score, field, spans)
    if best is None:
        return Snippet(hit.reason)
    _, field, spans = best
    if field.weight >= NAME_WEIGHT and len(field.text) <= room:
        return Snippet(field.reason, field.text, spans)
    return Snippet(field.reason, *_cut(field.text, spans, room))


def matches(text: str, asked: Sequence[str], *, slips: bool = False) -> Spans:
    """Where the words of a text begin with a word of the query, or nearly: the letters typed."""
    found = []
    for match in WORD.finditer(text):
        word = fold(match.group())
        for query in asked:
            if word.startswith(query):
                found.append((match.start(), match.start() + min(len(query), len(match.group()))))
                break
            if slips and _nearly(word, query):
                found.append((match.start(), match.end()))
                break
    return tuple(found)


def _nearly(word: str, query: str) -> bool:
    """Whether a word begins with a query in which there is a slip."""
    if len(query) < FUZZY_FROM or len(word) < len(query) - 1 or word[:1] != query[:1]:
        return False
    from rapidfuzz.distance import OSA

    slips = 2 if len(query) >= TWO_SLIPS_FROM else 1
    return OSA.distance(word[: len(query) + 1], query, score_cutoff=slips + 1) <= slips or (
        OSA.distance(word[: len(query)], query, score_cutoff=slips) <= slips
    )


def _word_of(found: str, asked: Sequence[str]) -> str:
    folded = fold(found)
    return next((query for query in asked if folded.startswith(query)), folded)


def _cut(text: str, spans: Spans, room: int) -> tuple[str, Spans]:
    """The stretch of a text with most of what matches, cut between words."""
    if len(text) <= room:
        return text, spans
    start = max((a for a, _ in spans), key=lambda a: sum(a <= b < a + room * 3 // 4 for b, _ in spans))
    begin = max(0, start - room // 5)
    if begin:
        begin = text.find(" ", begin, start) + 1 or start
    end = len(text)
    if end > begin + room:
        end = text.rfind(" ", start + 1, begin + room)
        end = begin + room if end < 0 else end
    lead, tail = "… " if begin else "", " …" if end < len(text) else ""
    shift = len(lead) - begin
    kept = tuple((a + shift, min(b, end) + shift) for a, b in spans if begin <= a < end)
    return f"{lead}{text[begin:end].rstrip(' ,;')}{tail}", kept
