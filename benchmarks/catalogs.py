"""P3 to P6 and P13: loading the catalog, warm, cold, with a problem, and ten times as large."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import tempfile
from pathlib import Path

import yaml

from benchmarks.measure import Result, interleave, ms
from viewer.catalog import cache
from viewer.catalog.loader import BODY_DATA, SHIPPED, collector_paused, load


def copied(folder: Path, times: int = 1) -> Path:
    """The shipped catalog in a folder, its muscles repeated under other ids; returns the main file."""
    shutil.copytree(SHIPPED.parent, folder, dirs_exist_ok=True)
    main = folder / SHIPPED.name
    text = main.read_text(encoding="utf-8")
    muscles = sorted((folder / "muscles").glob("*.yaml"))
    ids = sorted(
        {
            m["id"]
            for f in muscles
            for m in yaml.load(f.read_text(encoding="utf-8"), yaml.CSafeLoader)["muscles"]
        },
        key=len,
        reverse=True,
    )
    known = re.compile(r"(?<![\w.])(" + "|".join(ids) + r")(?=[.,\s\]}])")
    sheets = sorted((folder / "body" / "sheets").glob("*.yaml"))
    for number in range(1, times):
        for file in muscles:
            copy = file.with_name(f"{file.stem}_{number}.yaml")
            copy.write_text(
                known.sub(rf"\1_copy{number}", file.read_text(encoding="utf-8")), encoding="utf-8"
            )
            text = text.replace(f"- muscles/{file.name}\n", f"- muscles/{file.name}\n- muscles/{copy.name}\n")
        for file in sheets:
            # Each copy of a muscle has a copy of its shape.
            copy = file.with_name(f"{file.stem}_{number}.yaml")
            renamed = re.sub(r"(?m)^- id: (\w+)", rf"- id: \1_copy{number}", file.read_text(encoding="utf-8"))
            copy.write_text(renamed, encoding="utf-8")
    main.write_text(text, encoding="utf-8")
    return main


def files_of(main: Path) -> list[Path]:
    """The catalog's files and the body data it is checked against."""
    included = yaml.load(main.read_text(encoding="utf-8"), yaml.CSafeLoader)["include"]
    body = sorted((main.parent / "body").rglob("*.yaml"))
    return [main, *(main.parent / name for name in included), *body]


def plain(files: list[Path]) -> list[object]:
    """What the plain C loader makes of the files, collector on."""
    return [yaml.load(f.read_bytes(), yaml.CSafeLoader) for f in files]


def run() -> list[Result]:
    """Measure; the cache goes to a folder of its own."""
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["TRIGGER_POINT_VIEWER_CACHE"] = str(folder / "cache")
        main = copied(folder / "one")
        files = files_of(main)
        body = main.parent / "body"
        size = sum(f.stat().st_size for f in files) / 1e6

        def cold() -> object:
            return load(main, body_folder=body, use_cache=False)

        times = interleave({"plain": lambda: plain(files), "cold": cold}, 7)
        results.append(
            Result(
                "P4", "cold load with every check and line", "plain C loader, same files",
                min(times["cold"]) / min(times["plain"]), 2.0,
                f"{ms(times['cold'])} against {ms(times['plain'])}, {size:.2f} MB",
            )
        )  # fmt: skip

        dicts = folder / "dicts.pickle"
        dicts.write_bytes(pickle.dumps(plain(files), protocol=5))
        loaded = load(main, body_folder=body)
        assert loaded.ok, loaded.issues[:3]
        stored = next((folder / "cache").glob("catalog-*.msgpack")).read_bytes()

        def typed() -> object:
            with collector_paused():  # as the loader does
                return cache.decode_catalog(stored)

        times = interleave(
            {
                "unpickle": lambda: pickle.loads(dicts.read_bytes()),
                "warm": lambda: load(main, body_folder=body),
                "typed": typed,
            },
            15,
        )
        assert load(main, body_folder=body).from_cache
        results.append(
            Result(
                "P3", "warm load, hashes checked", "read + unpickle of the same dicts",
                min(times["warm"]) / min(times["unpickle"]), 0.9,
                f"{ms(times['warm'])} against {ms(times['unpickle'])}",
            )
        )  # fmt: skip
        results.append(
            Result(
                "P6", "typed records from their bytes", "read + unpickle of the same dicts",
                min(times["typed"]) / min(times["unpickle"]), 0.5, ms(times["typed"]),
            )
        )  # fmt: skip
        results += spoiled(folder, body)
        results.append(grown(folder, main, body))
        del os.environ["TRIGGER_POINT_VIEWER_CACHE"]
    return results


def spoiled(folder: Path, body: Path) -> list[Result]:
    """P5: one wrong word, told with its line, from scratch and when only that file has changed."""
    main = copied(folder / "spoiled")
    good = load(main, body_folder=body, use_cache=False)
    victim = main.parent / "muscles" / "leg.yaml"
    victim.write_text(
        victim.read_text(encoding="utf-8").replace("layer: superficial", "layer: shallow", 1),
        encoding="utf-8",
    )
    files = files_of(main)

    def told(previous: object = None) -> object:
        found = load(main, previous=previous, body_folder=body, use_cache=False)  # type: ignore[arg-type]
        assert any(issue.line for issue in found.issues if issue.severity == "error")
        return found

    times = interleave({"plain": lambda: plain(files), "whole": told, "one": lambda: told(good)}, 7)
    return [
        Result(
            "P5", "a problem told with its line, all files", "plain C loader, same files",
            min(times["whole"]) / min(times["plain"]), 1.7, ms(times["whole"]),
        ),
        Result(
            "P5", "the same when one file has changed", "plain C loader, same files",
            min(times["one"]) / min(times["plain"]), 1.0,
            f"{ms(times['one'])}; that file is a tenth of the catalog, not a hundredth",
        ),
    ]  # fmt: skip


def grown(folder: Path, main: Path, body: Path) -> Result:
    """P13: ten times the muscles."""
    big = copied(folder / "ten", 10)
    files = files_of(big)
    size = sum(f.stat().st_size for f in files) / 1e6
    big_body = big.parent / "body"
    found = load(big, body_folder=big_body, use_cache=False)
    assert len([m for m in found.catalog.muscles.values() if m.described]) > 250, found.issues[:3]
    times = interleave(
        {
            "one": lambda: load(main, body_folder=body, use_cache=False),
            "ten": lambda: load(big, body_folder=big_body, use_cache=False),
        },
        3,
    )
    return Result(
        "P13", "ten times the catalog", "the catalog", min(times["ten"]) / min(times["one"]), 11.0,
        f"{ms(times['ten'])} for {size:.1f} MB",
    )  # fmt: skip


if __name__ == "__main__":
    from benchmarks.measure import table

    assert BODY_DATA.is_dir()
    print(table(run()))
