"""The builder stage: all sheets, from the top layer down, into ``assets/body/sheets.npz``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tools.sheets.form import FormedPart, form_part
from tools.sheets.ground import Ground
from tools.sheets.read import read_sheets
from viewer.body.records import SheetPart, SheetRecord

_LAYERS = {"superficial": 0, "intermediate": 1, "deep": 2}
_DEEPER_MM = 1.0
# a sheet laid by its lines alone comes after those that are told how deep they lie
_UNSAID_MM = 99.0


Formed = dict[tuple[str, str], FormedPart]


def _all_tendon(part: SheetPart) -> bool:
    return part.tendon[1] <= part.tendon[0]


def form_all(ground: Ground, records: list[SheetRecord], made: Formed | None = None) -> Formed:
    """Every part, keyed (muscle, part), in the order of the records.

    Sheets are laid from the skin inward, each under those of smaller depth or of a layer above.

    Args:
        made: parts that are taken as they are and not laid again.
    """
    jobs = [
        (_LAYERS[r.layer], _UNSAID_MM if p.depth_mm is None else p.depth_mm, r.id, p)
        for r in records
        for p in r.parts
    ]
    formed: Formed = {}
    done: list[tuple[int, float, str, FormedPart]] = []
    for layer, depth, muscle, part in sorted(jobs, key=lambda job: job[:2]):
        if made is not None and (muscle, part.id) in made:
            formed[muscle, part.id] = made[muscle, part.id]
            if not _all_tendon(part):
                done.append((layer, depth, muscle, made[muscle, part.id]))
            continue
        # tendons alone lie where they are written and push nothing aside
        above_it = [] if _all_tendon(part) else done
        covers = [
            f.inner_face()
            for above, d, other, f in above_it
            if other != muscle and (above < layer or (above == layer and d <= depth - _DEEPER_MM))
        ]
        try:
            shape = form_part(ground, part, covers)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{muscle}/{part.id}: {error}") from error
        formed[muscle, part.id] = shape
        if not _all_tendon(part):
            done.append((layer, depth, muscle, shape))
    return {(r.id, p.id): formed[r.id, p.id] for r in records for p in r.parts}


def read_formed(ground: Ground, path: Path) -> Formed:
    """The parts of a ``sheets.npz`` as they were formed."""
    with np.load(path) as stored:
        return {
            (muscle, part): FormedPart.of(
                ground, stored[f"{name}/grid"].astype(float), stored[f"{name}/thickness"].astype(float)
            )
            for name in map(str, stored["names"])
            for muscle, part in (name.split("/"),)
        }


def write(formed: Formed, parts: dict[tuple[str, str], SheetPart], path: Path) -> None:
    """Store the sheets: grid, thickness, tendon and bands of each part, and their order in ``names``."""
    arrays: dict[str, np.ndarray] = {"names": np.array([f"{m}/{p}" for m, p in formed])}
    for (muscle, part), shape in formed.items():
        record = parts[muscle, part]
        arrays[f"{muscle}/{part}/grid"] = shape.grid.astype(np.float32)
        arrays[f"{muscle}/{part}/thickness"] = shape.thickness.astype(np.float32)
        arrays[f"{muscle}/{part}/tendon"] = np.array(record.tendon, np.float32)
        arrays[f"{muscle}/{part}/bands"] = np.array(record.bands, np.float32)
        arrays[f"{muscle}/{part}/pennation"] = np.array(record.pennation_deg, np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    # others may be reading the old file
    fresh = path.with_suffix(".new.npz")
    np.savez_compressed(fresh, allow_pickle=False, **arrays)
    fresh.replace(path)


def build(data: Path, assets: Path, out: Path | None = None, only: Sequence[str] = ()) -> Formed:
    """Read the data, lay the sheets into the body of ``assets`` and write them.

    Args:
        data: the folder ``data/body/sheets``.
        assets: the folder ``assets``; its ``body`` holds surface, skeleton and landmarks.
        out: another file to write, instead of ``body/sheets.npz`` of the assets.
        only: lay these muscles (and what was never laid) and take the others as the file has them;
            quick, for trying a shape. The shipped file is made without.
    """
    records = read_sheets(data)
    ground, path = Ground.load(assets), out or assets / "body/sheets.npz"
    made = read_formed(ground, path) if only else {}
    formed = form_all(ground, records, {key: part for key, part in made.items() if key[0] not in only})
    parts = {(r.id, p.id): p for r in records for p in r.parts}
    write(formed, parts, path)
    return formed
