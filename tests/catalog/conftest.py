"""A good catalog to spoil, and folders that are nobody's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.catalog.good import GOOD, load_fixture
from viewer.catalog.issues import Issue


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The compiled form goes to a folder of the test's own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("TRIGGER_POINT_VIEWER_CACHE", str(folder))
    return folder


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A copy of the good catalog; its main file."""
    shutil.copytree(GOOD, tmp_path / "catalog")
    return tmp_path / "catalog" / "main.yaml"


@pytest.fixture
def spoil(catalog: Path) -> Callable[[str, str, str], list[Issue]]:
    """Replace text in one file of the good catalog (once) and load it."""

    def spoiled(file: str, old: str, new: str) -> list[Issue]:
        path = catalog.parent / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return list(load_fixture(catalog).issues)

    return spoiled
