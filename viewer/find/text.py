"""Search as you type over short documents: names first, then everything else that is said of them.

A word of the query matches a word of a document exactly, as its beginning, or with a slip
(one edit from three letters on, two from eight; an edit is a letter too many, missing, wrong or
two swapped). A match counts by the field it was found in and by how exact it is; a document
must answer every word of the query, or most of them where none answers all. Typing on is cheap:
only the vocabulary is compared letter by letter, never the documents.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

WORD = re.compile(r"[^\W_]+")
FUZZY_FROM = 3
TWO_SLIPS_FROM = 8
SHORT = 2
"""Queries of up to so many letters look at names alone: everything begins with some letter."""


@dataclass(frozen=True, slots=True)
class Field:
    """Words about a document.

    Attributes:
        text: what is searched.
        weight: how much a match here counts; 1 is running text, 8 and more a name.
        reason: shown behind a result that matched here and not in its title, such as "synonym".
    """

    text: str
    weight: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found: its kind (muscle, point, region, …), id, title and words.

    Attributes:
        weight: scales every match, so that what people seldom look for comes last.
    """

    kind: str
    id: str
    title: str
    fields: tuple[Field, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document.

    Attributes:
        score: higher is better; comparable within one search alone.
        matched: (start, end) of each matched stretch of the title.
        reason: why it was found where its title does not show it, else empty.
        field: number of the field it was found in; −1 is the title.
        document: what was found.
    """

    kind: str
    id: str
    title: str
    score: float
    matched: tuple[tuple[int, int], ...] = ()
    reason: str = ""
    field: int = -1
    document: Document | None = None


def fold(text: str) -> str:
    """Case, accents and ligatures taken away, one character for one where that can be."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return WORD.findall(fold(text))


STOP_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "its", "my",
    "of", "on", "or", "that", "the", "their", "this", "to", "when", "where", "which", "with",
})  # fmt: skip
"""Words that stand in every text and tell nothing; a name that is one of them is found by its others."""


def asked_words(query: str) -> list[str]:
    """The words of a query that are looked for: all but those that tell nothing, if others remain."""
    asked = words(query)
    return [word for word in asked if word not in STOP_WORDS] or asked[:1]


TITLE_WEIGHT = 10.0
NAME_WEIGHT = 6.0
FIRST_WORD = 0.5
_EXACT, _PREFIX, _SLIP = 1.0, 0.8, 0.5
TOGETHER = 1.0
FEW = 8
"""Where fewer documents answer every word, those that answer most of them follow."""
KEPT = 2048
"""How many words' answers are kept."""

Answer: TypeAlias = dict[int, tuple[float, int]]
"""Document number → (score, the field it was found in; −1 is the title)."""


class Index:
    """An index over documents, built once and searched at every key."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = list(documents)
        postings: dict[str, Answer] = {}
        # A few hundred pairs for some hundred thousand places: each is kept once.
        pairs: dict[tuple[float, int], tuple[float, int]] = {}
        for number, document in enumerate(self._documents):
            title = Field(document.title, TITLE_WEIGHT)
            for place, field in enumerate((title, *document.fields), start=-1):
                # A short field is more about its words than a long one.
                first = True
                for word in dict.fromkeys(words(field.text)):
                    if word in STOP_WORDS and place >= 0:
                        continue
                    # What a name begins with is what people type first.
                    weight = (field.weight + (FIRST_WORD if first and place < 0 else 0.0)) * document.weight
                    first = False
                    found = postings.setdefault(word, {})
                    if number not in found or found[number][0] < weight:
                        found[number] = pairs.setdefault((weight, place), (weight, place))
        self._vocabulary = sorted(postings)
        self._postings = [postings[word] for word in self._vocabulary]
        self._cuts: dict[int, _Cut] = {}
        self._answers: dict[tuple[str, bool], Answer] = {}
        self._titles = [fold(document.title) for document in self._documents]
        self._title_words = [
            [(match.start(), fold(match.group())) for match in WORD.finditer(document.title)]
            for document in self._documents
        ]

    def __len__(self) -> int:
        return len(self._documents)

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """The best documents for a query, best first; empty for a query without words."""
        asked = asked_words(query)
        if not asked:
            return []
        answers = [self._answer(word, last=i == len(asked) - 1) for i, word in enumerate(asked)]
        scores = _all_of(answers)
        if len(scores) < FEW:
            scores = _most_of(answers) | scores
        folded = fold(query).strip()
        # Ranking looks at titles, which costs: only the best by score come so far.
        nearly = heapq.nlargest(4 * limit, ((score, -n) for n, (score, _) in scores.items()))
        ranked = sorted(((self._rank(-n, score, folded), n) for score, n in nearly), reverse=True)[:limit]
        return [self._hit(-n, rank, scores[-n][1], asked) for rank, n in ranked]

    def _rank(self, number: int, score: float, query: str) -> float:
        """A match's score, raised where the title is, or begins with, the whole query."""
        title, weight = self._titles[number], self._documents[number].weight
        if title == query:
            return score + 20 * weight
        if title.startswith(query):
            return score + 8 * weight
        return score - min(len(title), 60) * 0.01

    def _hit(self, number: int, score: float, place: int, asked: Sequence[str]) -> Hit:
        document = self._documents[number]
        matched = _stretches(self._title_words[number], asked)
        field = document.fields[place] if place >= 0 else None
        reason = ""
        if field is not None and field.reason:
            reason = field.reason if field.weight < NAME_WEIGHT else f"{field.reason}: {field.text}"
        return Hit(document.kind, document.id, document.title, score, matched, reason, place, document)

    def _answer(self, word: str, *, last: bool) -> Answer:
        """What one word of the query finds; only the last is unfinished. Kept while one types on."""
        if (word, last) not in self._answers:
            if len(self._answers) >= KEPT:
                self._answers.clear()
            self._answers[word, last] = self._looked_up(word, last=last)
        return self._answers[word, last]

    def _looked_up(self, word: str, *, last: bool) -> Answer:
        if len(word) <= SHORT:
            return self._answer_short(word, last=last)
        found: Answer = {}
        for i, token in self._beginning_with(word):
            exact = len(token) == len(word)
            self._gather(found, i, _EXACT if exact else _PREFIX if last else _PREFIX * 0.9)
        if len(word) >= FUZZY_FROM and not any(weight >= NAME_WEIGHT for weight, _ in found.values()):
            for i, slips in self._near(word):
                self._gather(found, i, _SLIP / slips)
        return found

    def _beginning_with(self, word: str) -> Iterator[tuple[int, str]]:
        """The words of the vocabulary that begin so, with their numbers."""
        for i in range(bisect_left(self._vocabulary, word), len(self._vocabulary)):
            token = self._vocabulary[i]
            if not token.startswith(word):
                return
            yield i, token

    def _gather(self, found: Answer, token: int, quality: float) -> None:
        for number, (weight, place) in self._postings[token].items():
            score = weight * quality
            if number not in found or found[number][0] < score:
                found[number] = (score, place)

    def _answer_short(self, word: str, *, last: bool) -> Answer:
        """One or two letters: beginnings of names, and whole words such as abbreviations."""
        found: Answer = {}
        for i, token in self._beginning_with(word):
            if token == word:
                self._gather(found, i, _EXACT)
            elif last:
                for number, (weight, place) in self._postings[i].items():
                    score = weight * _PREFIX
                    if weight >= NAME_WEIGHT and (number not in found or found[number][0] < score):
                        found[number] = (score, place)
        return found

    def _near(self, word: str) -> list[tuple[int, int]]:
        """(token, slips) of vocabulary words that begin with something close to a word."""
        # Imported late: the window stands before anyone mistypes.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA, Levenshtein

        allowed = 2 if len(word) >= TWO_SLIPS_FROM else 1
        length = len(word)
        cut = self._cut(length)
        candidates = cut.alike(word)
        # A letter missing or too many shifts the end, and two swapped letters count twice here:
        # one more is let through by the quicker distance, then measured.
        texts = [cut.beginnings[i] for i in candidates]
        near = process.extract(word, texts, scorer=Levenshtein.distance, score_cutoff=allowed + 1, limit=64)
        found = []
        for beginning, _, place in near:
            shared = min(OSA.distance(word, beginning[:n]) for n in (length - 1, length))
            for token in cut.tokens[candidates[place]]:
                slips = shared
                if shared > allowed:
                    slips = OSA.distance(word, self._vocabulary[token][: length + 1])
                if slips <= allowed:
                    found.append((token, max(1, slips)))
        return found

    def _cut(self, length: int) -> _Cut:
        if length not in self._cuts:
            self._cuts[length] = _Cut.of(self._vocabulary, length)
        return self._cuts[length]


@dataclass(frozen=True, slots=True)
class _Cut:
    """The distinct beginnings of so many letters (shorter words whole), with their tokens.

    Attributes:
        by_letters: beginnings that have these letters at this place.
    """

    beginnings: list[str]
    tokens: list[list[int]]
    by_letters: dict[tuple[int, str], list[int]]

    @classmethod
    def of(cls, vocabulary: Sequence[str], length: int) -> _Cut:
        grouped: dict[str, list[int]] = {}
        for i, token in enumerate(vocabulary):
            if len(token) >= length - 3:
                grouped.setdefault(token[:length], []).append(i)
        by_letters: dict[tuple[int, str], list[int]] = {}
        for i, text in enumerate(grouped):
            for key in ((0, text[:1]), (0, text[:2]), (1, text[1:3])):
                by_letters.setdefault(key, []).append(i)
        return cls(list(grouped), list(grouped.values()), by_letters)

    def alike(self, word: str) -> list[int]:
        """Those that begin with the word's first letter or, where the slip is in that, with its
        next two letters where one wrong, missing, added or swapped letter puts them."""
        keys = (
            (0, word[:1]), (1, word[1:3]), (0, word[1:3]), (1, word[:2]), (0, word[1:2] + word[:1]),
        )  # fmt: skip
        return sorted({i for key in keys for i in self.by_letters.get(key, ())})


def _all_of(answers: Sequence[Answer]) -> Answer:
    """The documents that answer every word."""
    by_size = sorted(answers, key=len)
    found = dict(by_size[0])
    for answer in by_size[1:]:
        found = {n: _joined(place, answer[n]) for n, place in found.items() if n in answer}
    return found


def _most_of(answers: Sequence[Answer]) -> Answer:
    """The documents that answer more than half of the words, for a query that few answer whole."""
    found: Answer = {}
    counts: dict[int, int] = {}
    for answer in answers:
        for n, each in answer.items():
            found[n] = _joined(found[n], each) if n in found else each
            counts[n] = counts.get(n, 0) + 1
    return {n: value for n, value in found.items() if 2 * counts[n] > len(answers)}


def _joined(one: tuple[float, int], other: tuple[float, int]) -> tuple[float, int]:
    """Two words' answers as one: of more worth where one field answers both."""
    # The field that is not the title is the one whose reason is worth showing.
    together = TOGETHER if one[1] == other[1] >= 0 else 0.0
    return one[0] + other[0] + together, max(one[1], other[1])


def _stretches(title: Sequence[tuple[int, str]], asked: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the words of a title, given with their starts, begin with a word of the query."""
    spans = []
    for start, word in title:
        for query in asked:
            if word.startswith(query):
                spans.append((start, start + len(query)))
                break
    return tuple(spans)
