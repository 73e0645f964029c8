"""The builder stage: all sheets, from the top layer down, into ``assets/body/sheets.npz``."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from tools.sheets.form import FormedPart, form_part
from tools.sheets.ground import Ground, Samples
from tools.sheets.read import read_sheets
from viewer.body.records import SheetPart, SheetRecord

_LAYERS = {"superficial": 0, "intermediate": 1, "deep": 2}
_DEEPER_MM = 1.0
# a sheet laid by its lines alone comes after those that are told how deep they lie
_UNSAID_MM = 99.0
_MANY = 4  # parts that are worth further processes


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
        _Job(_LAYERS[r.layer], _UNSAID_MM if p.depth_mm is None else p.depth_mm, r.id, p)
        for r in records
        for p in r.parts
    ]
    formed: Formed = {}
    done: list[tuple[_Job, Samples]] = []
    # What lies equally deep does not wait for each other.
    for _, batch in groupby(sorted(jobs, key=_Job.order), key=_Job.order):
        own = list(batch)
        wanted = [job for job in own if made is None or (job.muscle, job.part.id) not in made]
        for job in own:
            if made is not None and job not in wanted:
                formed[job.muscle, job.part.id] = made[job.muscle, job.part.id]
        for job, shape in zip(wanted, _form_side_by_side(ground, wanted, done), strict=True):
            formed[job.muscle, job.part.id] = shape
        for job in own:
            if not _all_tendon(job.part):
                done.append((job, formed[job.muscle, job.part.id].inner_face()))
    return {(r.id, p.id): formed[r.id, p.id] for r in records for p in r.parts}


@dataclass(frozen=True)
class _Job:
    layer: int
    depth: float
    muscle: str
    part: SheetPart

    def order(self) -> tuple[int, float]:
        return self.layer, self.depth

    def lies_under(self, other: _Job) -> bool:
        if other.muscle == self.muscle:
            return False
        return other.layer < self.layer or (
            other.layer == self.layer and other.depth <= self.depth - _DEEPER_MM
        )


_STATE: tuple[Ground, list[_Job], list[tuple[_Job, Samples]]] | None = None


def _form_side_by_side(
    ground: Ground, jobs: list[_Job], done: list[tuple[_Job, Samples]]
) -> list[FormedPart]:
    """Lay parts that do not cover each other, on all processors where there are enough of them."""
    global _STATE
    _STATE = ground, jobs, done
    if len(jobs) < _MANY:
        return [_form(number) for number in range(len(jobs))]
    _ = ground.skin, ground.bone  # read before the processes part, so that they share it
    with multiprocessing.get_context("fork").Pool() as pool:
        return pool.map(_form, range(len(jobs)), chunksize=1)


def _form(number: int) -> FormedPart:
    assert _STATE is not None
    ground, jobs, done = _STATE
    job = jobs[number]
    # tendons alone lie where they are written and push nothing aside
    above = [] if _all_tendon(job.part) else done
    covers = [face for other, face in above if job.lies_under(other)]
    try:
        return form_part(ground, job.part, covers)
    except (KeyError, ValueError) as error:
        raise ValueError(f"{job.muscle}/{job.part.id}: {error}") from error


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
