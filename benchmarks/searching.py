"""P10: search at every key, and how often a slip of the finger is forgiven."""

from __future__ import annotations

import random
import time

from rapidfuzz import fuzz, process

from benchmarks.measure import Result, p95
from viewer.catalog.loader import load
from viewer.find.documents import body_documents, catalog_documents
from viewer.find.text import Document, Field, Index

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SYLLABLES = [
    "ster", "no", "clei", "do", "mas", "toid", "tra", "pe", "zi", "us", "le", "va", "tor", "sca", "pu", "lae",
    "glu", "te", "max", "i", "mus", "ra", "di", "cap", "bre", "vis", "lon", "gus", "ex", "ten", "sor", "car",
]  # fmt: skip


def slipped(name: str, rng: random.Random) -> str:
    """A name with one letter wrong, missing, too many, or two swapped."""
    at, letter = rng.randrange(len(name)), rng.choice(LETTERS)
    return rng.choice(
        [
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
        ]
    )


def keystrokes(names: list[str], rng: random.Random) -> list[str]:
    """Every beginning of 73 queries, half of them with a slip."""
    typed = []
    for _ in range(73):
        name = rng.choice(names).lower()
        query = slipped(name, rng) if rng.random() < 0.5 else name
        typed += [query[:n] for n in range(1, len(query) + 1)]
    return typed


def invented(count: int) -> list[Document]:
    """Documents with Latin-like names, to see what a larger catalog costs."""
    rng = random.Random(1)
    names: set[str] = set()
    while len(names) < count:
        names.add(
            " ".join(
                "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 5)))
                for _ in range(rng.randint(1, 3))
            ).capitalize()
        )
    pains = ("temple", "side of the neck", "low back", "calf", "shoulder blade", "thumb")
    return [
        Document(
            "muscle", str(i), name, (Field(rng.choice(pains), 3, "refers here"), Field(name[::-1], 1, "text"))
        )
        for i, name in enumerate(sorted(names))
    ]


def measure(label: str, documents: list[Document]) -> list[Result]:
    """Time at each key against WRatio over all names, in turn, and the recall of slips."""
    rng = random.Random(2)
    names = [d.title for d in documents]
    index = Index(documents)
    ours, floor = [], []
    for query in keystrokes(names, rng):
        start = time.perf_counter()
        index.search(query, 20)
        between = time.perf_counter()
        process.extract(query, names, scorer=fuzz.WRatio, limit=20)
        floor.append(time.perf_counter() - between)
        ours.append(between - start)
    tries = 400
    found = 0
    for _ in range(tries):
        wanted = rng.choice(documents)
        found += any(hit.id == wanted.id for hit in index.search(slipped(wanted.title.lower(), rng), 20))
    return [
        Result(
            "P10", f"search key p95, {label}", "rapidfuzz WRatio over all names, p95",
            p95(ours) / p95(floor), 0.25, f"{p95(ours) * 1e3:.2g} ms against {p95(floor) * 1e3:.2g} ms",
        ),
        Result("P10", f"one-letter slips found among 20, {label}", "1", found / tries, 0.94, "", more=True),
    ]  # fmt: skip


def run() -> list[Result]:
    """The shipped catalog, and invented ones of 500 and 10,000 names."""
    loaded = load()
    data = loaded.body_data
    own = [
        *catalog_documents(loaded.catalog),
        *body_documents(data.regions.values() if hasattr(data.regions, "values") else data.regions),
    ]
    results = measure(f"the catalog's {len(own)} things", own)
    for count in (500, 10_000):
        results += measure(f"{count:,} invented names", invented(count))
    return results


if __name__ == "__main__":
    from benchmarks.measure import table

    print(table(run()))
