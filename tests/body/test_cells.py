"""Cells: short vectors that keep areas, and what two patterns share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import horseshoe

from viewer.body.cells import Cells

SURFACE = horseshoe()
CELLS = Cells(
    np.unique(SURFACE.vertices // 24.0, axis=0, return_inverse=True)[1].ravel(), SURFACE.vertex_area_mm2
)
vectors = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).random(CELLS.count).astype(np.float32)
)


def test_the_cells_tile_the_skin():
    assert CELLS.area_mm2.sum() == pytest.approx(SURFACE.vertex_area_mm2.sum())
    assert (CELLS.area_mm2 > 0.0).all()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_a_vector_keeps_the_area_of_what_it_was_made_from(seed):
    intensity = np.random.default_rng(seed).random(len(SURFACE.vertices))
    expected = float(SURFACE.vertex_area_mm2 @ intensity)
    assert CELLS.area(CELLS.vector(intensity)) == pytest.approx(expected, rel=1e-5)


@given(vectors, vectors)
@settings(max_examples=20, deadline=None)
def test_overlap_does_not_ask_who_is_first(a, b):
    assert CELLS.overlap(a, b) == pytest.approx(CELLS.overlap(b, a))
    assert 0.0 <= CELLS.overlap(a, b) <= 1.0 + 1e-6
    assert CELLS.overlap(a, b) <= CELLS.share(a, b) + 1e-6


def test_overlap_of_the_same_and_of_strangers():
    left = CELLS.vector((SURFACE.vertices[:, 0] > 20.0).astype(float))
    right = CELLS.vector((SURFACE.vertices[:, 0] < -20.0).astype(float))
    assert CELLS.overlap(left, left) == pytest.approx(1.0)
    assert CELLS.overlap(left, right) < 0.05
    assert CELLS.overlap(np.zeros_like(left), np.zeros_like(left)) == 0.0
    assert CELLS.share(left, np.ones_like(left)) == pytest.approx(1.0)
    assert CELLS.share(np.zeros_like(left), left) == 0.0
