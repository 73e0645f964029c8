"""Who may import whom, and how long a file may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ["body", "catalog", "find", "store", "state", "map", "ui", "app", "cli"]
QT_FREE = {"body", "catalog", "find", "store", "cli"}
QT_PACKAGES = {"PySide6", "pyqtgraph", "shiboken6"}
BUILD_ONLY = {"scipy", "numba", "trimesh", "PIL", "skimage", "mujoco", "networkx"}
YAML_FREE = {"body"}
SOURCES = sorted((ROOT / "viewer").rglob("*.py"))


def room(path: Path) -> str:
    """The package or top-level module a source file belongs to."""
    name = path.relative_to(ROOT / "viewer").parts[0].removesuffix(".py")
    return "cli" if name == "__main__" or name.startswith("cli") else name


def imports(path: Path, *, top_level_only: bool = False) -> set[str]:
    """Dotted names imported by a file; with top_level_only, those executed when it is imported."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if top_level_only and id(node) in inner:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_left(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "viewer" and len(parts) > 1 and parts[1] in ORDER:
            assert ORDER.index(parts[1]) <= ORDER.index(here), f"{here} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_core_knows_no_qt_and_app_no_build_tools(path: Path) -> None:
    here = room(path)
    roots = {name.split(".")[0] for name in imports(path, top_level_only=here == "cli")}
    if here in QT_FREE:
        assert not roots & QT_PACKAGES
    if here in YAML_FREE:
        assert "yaml" not in roots
    assert not roots & BUILD_ONLY


def test_every_room_is_in_the_order() -> None:
    assert {room(path) for path in SOURCES} - {"__init__"} <= set(ORDER)


PYTHON_FILES = sorted(
    path for folder in ("viewer", "tools", "benchmarks", "tests") for path in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


NETWORK = {
    "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "poplib", "imaplib", "xmlrpc", "asyncio",
    "requests", "httpx", "aiohttp", "PySide6.QtWebSockets", "PySide6.QtWebEngineWidgets",
}  # fmt: skip
LOCAL_SOCKETS = {"QLocalServer", "QLocalSocket"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_knows_the_network(path: Path) -> None:
    for name in imports(path):
        assert not any(name == part or name.startswith(f"{part}.") for part in NETWORK), name
        if name.startswith("PySide6.QtNetwork"):
            assert name.rpartition(".")[2] in LOCAL_SOCKETS, name


def test_no_star_imports() -> None:
    for path in PYTHON_FILES:
        assert not any(name.endswith(".*") for name in imports(path)), path
