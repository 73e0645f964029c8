"""The modes of the window: which pages stand at its left, in its middle and at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from viewer.state.store import Change
from viewer.state.view_state import Mode
from viewer.ui.words import MODE_WORDS

if TYPE_CHECKING:
    from viewer.ui.window import Window


class Modes(QObject):
    """Shows the pages of the mode that is on; a mode without pages of its own shows Explore's."""

    def __init__(
        self, window: Window, left: QStackedWidget, middle: QStackedWidget, right: QStackedWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self._stacks = {"left": left, "middle": middle, "right": right}
        self._pages: dict[tuple[str, str], QWidget] = {
            (where, "explore"): stack.widget(0) for where, stack in self._stacks.items()
        }
        self._alone: set[str] = set()
        self._mark(window.store.state.mode)
        window.store.changed.connect(self._changed)
        window.top.modes.chosen.connect(lambda key: window.store.set_mode(cast(Mode, key), initiator=window))

    def add_pages(self, mode: str, left: QWidget | None = None, right: QWidget | None = None,
                  middle: QWidget | None = None) -> None:  # fmt: skip
        """Give a mode its pages; with a middle page alone it has the whole window."""
        for where, page in (("left", left), ("middle", middle), ("right", right)):
            if page is not None:
                self._stacks[where].addWidget(page)
                self._pages[where, mode] = page
        if middle is not None and left is None and right is None:
            self._alone.add(mode)
        if self._window.store.state.mode == mode:
            self.show(mode)

    @property
    def panels(self) -> bool:
        """Whether the mode that is on has panels at the sides."""
        return self._window.store.state.mode not in self._alone

    def show(self, mode: str) -> None:
        """Show a mode's pages."""
        focus = QApplication.focusWidget()
        held = next((s for s in self._stacks.values() if focus is not None and s.isAncestorOf(focus)), None)
        for where, stack in self._stacks.items():
            page = self._pages.get((where, mode)) or self._pages[where, "explore"]
            stack.setCurrentWidget(page)
        self._mark(mode)
        self._window.show_panels()
        if held is not None and focus is not None and not focus.isVisible():
            self._window.keyboard.home()  # Qt would pass it on to whatever stands first on the new page

    def _mark(self, mode: str) -> None:
        self._window.top.modes.set_chosen(mode)
        for key, _ in MODE_WORDS:
            self._window.actions_by_key[f"mode:{key}"].setChecked(key == mode)

    def _changed(self, change: Change) -> None:
        if "mode" in change.parts:
            self.show(change.state.mode)
