"""What the ends of a muscle are fixed to: bones, the skin, fasciae, other muscles."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from tools.sheets.ground import Floats, Ground
from tools.sheets.places import locate
from tools.sheets.read import Fascia
from viewer.body.sheets import Sheets

_STEP_MM = 2.0
_MUSCLE = "muscle:"


def fascia_points(ground: Ground, fascia: Fascia) -> Floats:
    """Points (n, 3) spread over a fascia, at most two millimetres apart."""
    lines = [np.array([locate(ground, place) for place in line]) for line in fascia.lines]
    longest = max(float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum()) for line in lines)
    count = max(2, int(np.ceil(longest / _STEP_MM)) + 1)
    even = np.stack([_spread(line, count) for line in lines])
    rows = [even[:1]]
    for a, b in pairwise(even):
        steps = max(1, int(np.ceil(np.linalg.norm(b - a, axis=1).max() / _STEP_MM)))
        rows.append(a + (b - a) * (np.arange(1, steps + 1) / steps)[:, None, None])
    return np.concatenate(rows).reshape(-1, 3)


def _spread(line: Floats, count: int) -> Floats:
    if len(line) == 1:
        return np.repeat(line, count, axis=0)
    arc = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    even = np.linspace(0, arc[-1], count)
    return np.stack([np.interp(even, arc, line[:, k]) for k in range(3)], 1)


def distances(
    ground: Ground, end: Floats, words: tuple[str, ...], fasciae: Mapping[str, Fascia], sheets: Sheets
) -> Floats:
    """Millimetres from each point of a muscle's end (n, 3) to the nearest thing it is written to lie on.

    Raises:
        KeyError: for a word that is no bone, fascia or muscle.
    """
    best = np.full(len(end), np.inf)
    bones = ground.bone_words(words)
    if bones:
        best = np.minimum(best, ground.bones(bones).nearest(end)[0])
    for word in set(words) - set(bones):
        if word == "skin":
            found = np.abs(ground.skin.height(end)[0])
        elif word.startswith(_MUSCLE):
            parts = sheets[word.removeprefix(_MUSCLE)].parts.values()
            found = np.array([min(part.distance(point) for part in parts) for point in end])
        else:
            points = fascia_points(ground, fasciae[word])
            found = np.array([np.linalg.norm(points - point, axis=1).min() for point in end])
        best = np.minimum(best, found)
    return best
