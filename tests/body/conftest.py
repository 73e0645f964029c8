"""Bodies to test on."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapes import ball, horseshoe, horseshoe_body

from viewer.body.body import Body, assets_folder
from viewer.body.surface import Surface


@pytest.fixture(scope="session")
def sphere() -> Surface:
    return ball()


@pytest.fixture(scope="session")
def legs() -> Surface:
    return horseshoe()


@pytest.fixture(scope="session")
def small_body(tmp_path_factory: pytest.TempPathFactory) -> Body:
    """Two legs and an arch, read from files as the real body is."""
    return horseshoe_body(tmp_path_factory.mktemp("body"))


@pytest.fixture(scope="session")
def shipped_body() -> Body:
    """The body that ships."""
    folder: Path = assets_folder() / "body"
    if not (folder / "landmarks.npz").is_file():
        pytest.skip("the body has not been built")
    return Body(folder)
