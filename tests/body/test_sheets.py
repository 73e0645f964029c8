"""The run-time sheets on made-up grids, and how the shipped ones lie in the body."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from viewer.body.sheets import Part, Sheet, Sheets

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
DATA = ROOT / "data/body/sheets"

NAMED = (Path(__file__).parent / "named_muscles.txt").read_text(encoding="utf-8").split()
WAYS = sorted(Path(__file__).parent.glob("muscles_*.yaml"))
WITHIN_DEG = 40.0


def flat(nt: int = 11, nu: int = 6, thickness: float = 4.0) -> Part:
    """A strap of 100 × 50 mm in the plane z = 0, fibres down along y."""
    y, x = np.meshgrid(np.linspace(100, 0, nt), np.linspace(0, 50, nu), indexing="ij")
    return Part("main", np.stack([x, y, np.zeros_like(x)], -1), np.full((nt, nu), thickness))


def curved() -> Part:
    """A quarter of a cylinder of radius 40 mm, fibres along its axis."""
    t, u = np.meshgrid(np.linspace(0, 1, 21), np.linspace(0, np.pi / 2, 15), indexing="ij")
    return Part("main", np.stack([40 * np.cos(u), 120 * (1 - t), 40 * np.sin(u)], -1), np.full(t.shape, 8.0))


def volume(vertices: NDArray[np.float64], faces: NDArray[np.int32]) -> float:
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


class TestPart:
    def test_at_runs_from_origin_to_insertion_and_edge_to_edge(self) -> None:
        part = flat()
        assert part.at(0, 0) == pytest.approx([0, 100, 0])
        assert part.at(1, 1) == pytest.approx([50, 0, 0])
        assert part.at(0.25, 0.5) == pytest.approx([25, 75, 0])

    def test_fractions_beyond_the_ends_are_clipped(self) -> None:
        assert flat().at(1.5, -1) == pytest.approx([0, 0, 0])

    def test_fibres_point_to_the_insertion(self) -> None:
        assert flat().fibre_direction(0.5, 0.5) == pytest.approx([0, -1, 0])
        assert curved().fibre_direction(1.0, 0.3) == pytest.approx([0, -1, 0])

    @pytest.mark.parametrize(("z", "mm"), [(0.0, 0.0), (1.9, 0.0), (-1.9, 0.0), (5.0, 3.0), (-12.0, 10.0)])
    def test_distance_is_zero_inside_the_thickness(self, z: float, mm: float) -> None:
        assert flat().distance([20, 47, z]) == pytest.approx(mm)

    def test_distance_beside_the_edge(self) -> None:
        assert flat().distance([60, 50, 0]) == pytest.approx(8.0)

    @pytest.mark.parametrize("along", [0.0, 0.13, 0.5, 0.97])
    @pytest.mark.parametrize("across", [0.0, 0.31, 1.0])
    def test_coordinates_undo_at(self, along: float, across: float) -> None:
        for part in (flat(), curved()):
            foot = part.foot(part.at(along, across))
            assert (foot.along, foot.across) == pytest.approx((along, across), abs=1e-6)
            assert foot.outside_mm == 0

    @pytest.mark.parametrize("part", [flat(), curved()])
    def test_closed_mesh_is_closed_and_wound_outward(self, part: Part) -> None:
        vertices, faces = part.closed_mesh()
        edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        there = {tuple(e) for e in edges.tolist()}
        assert len(there) == len(edges), "an edge is run through twice in the same direction"
        assert all((b, a) in there for a, b in there), "an edge has no partner"
        assert volume(vertices, faces) > 0

    def test_volume_of_the_closed_mesh(self) -> None:
        assert volume(*flat().closed_mesh()) == pytest.approx(100 * 50 * 4)

    def test_grid_and_thickness_must_agree(self) -> None:
        with pytest.raises(ValueError, match="part x"):
            Part("x", np.zeros((4, 3, 3)), np.zeros((3, 4)))


class TestSheet:
    def test_the_nearer_part_answers(self) -> None:
        near, far = flat(), Part("far", flat().grid + np.array([0, 0, 40]), flat().thickness)
        sheet = Sheet("two", {"main": near, "far": far})
        assert sheet.coordinates([25, 50, 5])[0] == "main"
        assert sheet.coordinates([25, 50, 35])[0] == "far"
        assert sheet.distance([25, 50, 35]) == pytest.approx(3.0)
        assert sheet.at(0, 0, "far") == pytest.approx([0, 100, 40])

    def test_an_unknown_part_is_refused(self) -> None:
        with pytest.raises(KeyError):
            Sheet("one", {"main": flat()}).at(0, 0, "head")


def test_reading_back_what_was_written(tmp_path: Path) -> None:
    part = curved()
    np.savez(
        tmp_path / "sheets.npz",
        **{
            "names": np.array(["a/main"]),
            "a/main/grid": part.grid.astype(np.float32),
            "a/main/thickness": part.thickness.astype(np.float32),
            "a/main/tendon": np.array([0.1, 0.9], np.float32),
            "a/main/bands": np.array([], np.float32),
        },
    )
    sheets = Sheets(tmp_path / "sheets.npz")
    assert list(sheets) == ["a"]
    assert sheets["a"].parts["main"].tendon == pytest.approx((0.1, 0.9))
    assert sheets["a"].at(0.4, 0.6) == pytest.approx(part.at(0.4, 0.6), abs=1e-4)
    with pytest.raises(KeyError):
        sheets["b"]


shipped = pytest.mark.skipif(not (ASSETS / "body/sheets.npz").exists(), reason="assets are not built")


@pytest.fixture(scope="module")
def sheets() -> Sheets:
    return Sheets(ASSETS / "body/sheets.npz")


@shipped
class TestShipped:
    def test_the_whole_body_is_there(self, sheets: Sheets) -> None:
        assert len(sheets) >= 150
        assert set(NAMED) <= set(sheets)

    def test_parts_are_those_of_the_data(self, sheets: Sheets) -> None:
        for path in DATA.glob("*.yaml"):
            for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["sheets"]:
                assert list(sheets[entry["id"]].parts) == [p["id"] for p in entry["parts"]]

    def test_grids_are_sound_and_on_the_left(self, sheets: Sheets) -> None:
        for sheet in sheets.values():
            for part in sheet.parts.values():
                assert np.isfinite(part.grid).all()
                assert part.thickness.min() > 0
                assert part.grid[..., 0].min() > -1.0, f"{sheet.id}/{part.id} crosses the midline"
                assert part.grid[..., 1].min() > 0
                assert part.grid[..., 1].max() < 1750

    def test_a_point_on_a_fibre_is_inside_its_muscle(self, sheets: Sheets) -> None:
        for sheet in sheets.values():
            for part in sheet.parts.values():
                assert sheet.distance(part.at(0.5, 0.5)) == 0

    @pytest.mark.parametrize("file", WAYS, ids=[path.stem for path in WAYS])
    def test_fibres_run_the_way_anatomy_says(self, sheets: Sheets, file: Path) -> None:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert rows
        astray = []
        for row in rows:
            direction = sheets[row["muscle"]].fibre_direction(0.5, 0.5, row["part"])
            way = np.asarray(row["way"], dtype=float)
            cosine = direction @ way / np.linalg.norm(way) / np.linalg.norm(direction)
            angle = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
            if angle > float(row.get("within_deg", WITHIN_DEG)):
                astray.append((row["muscle"], row["part"], round(float(angle))))
        assert not astray


# region: where the middle of a shape of it may lie: least and most x, y (left side)
WHERE = {
    "head": ((0, 90), (1505, 1760)), "neck": ((0, 90), (1390, 1640)), "shoulder": ((60, 260), (1180, 1500)),
    "upper_back": ((0, 170), (1080, 1560)), "arm": ((140, 320), (1090, 1460)),
    "forearm_hand": ((230, 530), (730, 1190)), "chest_abdomen": ((0, 190), (890, 1470)),
    "low_back_hip": ((0, 190), (830, 1330)), "thigh": ((0, 190), (440, 1010)),
    "leg_foot": ((70, 210), (0, 560)),
}  # fmt: skip


@shipped
def test_the_name_of_a_region_agrees_with_where_a_shape_lies(sheets: Sheets) -> None:
    astray = []
    for path in DATA.glob("*.yaml"):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["sheets"]:
            grids = [part.grid.reshape(-1, 3) for part in sheets[entry["id"]].parts.values()]
            points = np.concatenate(grids)
            if np.ptp(points[:, 1]) > 400:
                continue  # along the whole back, it is of no one region
            x, y, _ = points.mean(0)
            across, up = WHERE[entry["region"]]
            if not (across[0] <= x <= across[1] and up[0] <= y <= up[1]):
                astray.append((entry["id"], entry["region"], round(x), round(y)))
    assert not astray


@shipped
def test_sheets_lie_between_skin_and_bone() -> None:
    pytest.importorskip("scipy")
    pytest.importorskip("numba")
    from tools.sheets.check import check
    from tools.sheets.ground import Ground
    from tools.sheets.read import read_fasciae, read_sheets

    fasciae = read_fasciae(DATA.parent / "fasciae")
    for one in check(Ground.load(ASSETS), read_sheets(DATA), Sheets(ASSETS / "body/sheets.npz"), fasciae):
        name = f"{one.muscle}/{one.part}"
        assert one.outside_skin <= 0.02, f"{name}: {one.outside_skin:.1%} outside the skin"
        assert one.inside_bone <= 0.02, f"{name}: {one.inside_bone:.1%} inside bone"
        for end, mm in (("origin", one.origin_mm), ("insertion", one.insertion_mm)):
            assert mm is None or mm < 8.0, f"{name}: {end} is {mm:.1f} mm from its bone"
        assert one.crosses_mm < 3.0, f"{name}: {one.crosses_mm:.1f} mm over the midline"
