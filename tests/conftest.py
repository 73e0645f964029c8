"""Settings for every test: no screen, no user folders, and Qt's warnings are failures."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
_HOME = tempfile.TemporaryDirectory(prefix="viewer-tests-")
for _name, _folder in {
    "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state", "LOCALAPPDATA": "local", "APPDATA": "roaming",
}.items():  # fmt: skip
    os.environ[_name] = str(Path(_HOME.name) / _folder)

import pytest  # noqa: E402

if TYPE_CHECKING:
    from map_world import World
    from pytestqt.qtbot import QtBot

    from viewer.map.linked import LinkedMaps
    from viewer.state.store import Store

# Said by the offscreen platform or by the tests' own environment, not by our code.
_HARMLESS = (
    "This plugin does not support",
    "QFontDatabase: Cannot find font directory",
    "propagateSizeHints",
    "Could not initialize GLX",
)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> World:
    """A small body with atlas, catalog and zones for the map's tests; made once."""
    from map_world import make_world

    return make_world(tmp_path_factory.mktemp("assets"))


@pytest.fixture
def store(world: World) -> Store:
    """A store over the small body's catalog."""
    from viewer.state.store import Store

    return Store(world.catalog, world.content)


@pytest.fixture
def maps(world: World, store: Store, qtbot: QtBot) -> Iterator[LinkedMaps]:
    """Two linked maps of the small body, front and back, on the screen with their pictures."""
    from viewer.map.linked import LinkedMaps
    from viewer.map.pictures import PictureStore
    from viewer.map.style import LIGHT

    pictures = PictureStore(world.atlas, LIGHT)
    linked = LinkedMaps(store, world.content, pictures, LIGHT)
    qtbot.addWidget(linked)
    linked.resize(1000, 700)
    linked.show()
    qtbot.waitUntil(lambda: not pictures.busy)
    yield linked
    pictures.close()


@pytest.fixture(autouse=True)
def qt_warnings_fail(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test of the GUI during which Qt warned of something."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    said: list[str] = []

    def keep(kind: QtMsgType, _context: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(word in text for word in _HARMLESS):
            said.append(text)

    before = qInstallMessageHandler(keep)
    yield
    qInstallMessageHandler(before)
    assert not said, f"Qt warned: {said}"
