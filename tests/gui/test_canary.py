"""The installed PySide6 must not lose references to None.

PySide6 6.12.0 on CPython 3.11 drops one reference to None at each call of a method that returns
nothing, until the process aborts with "none_dealloc".
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel


def test_void_calls_keep_their_references_to_none(qtbot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(500):
        label.setText(str(number))
    assert sys.getrefcount(None) - before > -100
