"""Carrying a selection over to another catalog, whose ids may have been renamed or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from viewer.catalog.model import Catalog
from viewer.state.view_state import ViewState

_KINDS = {"technique": "techniques", "topic": "education", "source": "sources", "red_flag": "red_flags"}


def carry_over(state: ViewState, catalog: Catalog, owners: Mapping[str, str]) -> ViewState:
    """The state with each id under its new name, and without what the catalog no longer has.

    Args:
        owners: for each point of the catalog its muscle.
    """
    point = _current(state.point, catalog)
    point = point if point in owners else None
    muscle = owners[point] if point else _current(state.muscle, catalog)
    muscle = muscle if muscle in catalog.muscles else None
    record = state.record
    if record is not None and record[0] in _KINDS:
        id = _current(record[1], catalog)
        record = (record[0], id) if id and id in getattr(catalog, _KINDS[record[0]]) else None
    hidden, alone = (_all_current(ids, catalog) for ids in (state.hidden, state.alone))
    compared = tuple(id for id in (_current(id, catalog) for id in state.compared) if id and id in owners)
    return replace(
        state, muscle=muscle, point=point, record=record, hidden=hidden, alone=alone,
        compared=compared, ruled_out=_all_current(state.ruled_out, catalog),
    )  # fmt: skip


def _all_current(ids: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    found = {_current(id, catalog) for id in ids}
    return tuple(sorted(id for id in found if id in catalog.muscles))


def _current(id: str | None, catalog: Catalog) -> str | None:
    seen: set[str] = set()
    while id is not None and id in catalog.renamed and id not in seen:
        seen.add(id)
        id = catalog.renamed[id]
    return id
