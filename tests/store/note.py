"""A note on a record, as the tests of the user's file write it."""

from __future__ import annotations

from pathlib import Path

from viewer.store.own_data import OwnNote

ROOT = Path(__file__).resolve().parents[2]
T = "2026-05-01T10:00:00Z"
REF = ("muscle", "soleus")
NOTE = OwnNote("press *here*", T, T)
