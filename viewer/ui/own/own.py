"""Own notes, bookmarks and collections put into the window: record, find panel, menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from viewer.store.database import now
from viewer.store.own_data import OwnNote, Ref, SetBookmark, SetNote, renamed
from viewer.ui.assets import set_icon
from viewer.ui.own.collecting import Collecting
from viewer.ui.own.documents import own_documents
from viewer.ui.own.files import OwnFiles
from viewer.ui.own.keeper import Keeper
from viewer.ui.own.note_part import NotePart
from viewer.ui.own.saved_list import EMPTY, is_known, saved_nodes
from viewer.ui.parts.buttons import IconButton
from viewer.ui.parts.text import Text
from viewer.ui.record.page import Section

if TYPE_CHECKING:
    from viewer.state.store import Change
    from viewer.ui.window import Window

SECTION = "Own notes"
VIEWING = " (viewing only)"


class Own(QObject):
    """What the user writes, in one window.

    Args:
        keeper: holds the data.
    """

    def __init__(self, window: Window, keeper: Keeper) -> None:
        super().__init__(window)
        self._window, self.keeper = window, keeper
        self._parts: list[NotePart] = []
        self._section: Section | None = None
        panel = window.record_panel
        panel.more_sections = self._sections
        self.mark_button = IconButton("bookmark", "Bookmark this record", "Ctrl+D")
        self.mark_button.setCheckable(True)
        self.mark_button.clicked.connect(self.toggle_bookmark)
        self.collecting = Collecting(window, keeper, lambda: self.ref)
        self.files = OwnFiles(window, keeper)
        self.note_button = IconButton("note", "Write a note on this record", "Ctrl+Shift+N")
        self.note_button.clicked.connect(self.write_note)
        for button in (self.note_button, self.collecting.button):
            panel.add_head_button(button)
        panel.add_head_button(self.mark_button)
        window.verbs.own_requested.connect(self._do)
        window.store.changed.connect(self._store_changed)
        window.facts_changed.connect(lambda _: self._catalog_changed())
        keeper.changed.connect(self._show)
        keeper.opened.connect(self._opened)
        keeper.saved.connect(self._saved)
        keeper.failed.connect(self._failed)
        keeper.refused.connect(lambda words: window.caution.say(words, ""))
        keeper.taken_in.connect(lambda: window.say("What was written elsewhere is here too"))
        keeper.undo_stack.indexChanged.connect(self._undo_changed)
        window.may_close = self._may_close
        self._told, self._lost_is_told = "", False
        self._show_undo()
        window.lost.try_again.connect(keeper.try_again)
        self._show()

    # -- what is meant

    def refs(self) -> tuple[Ref, ...]:
        """The records that are open: of a muscle with a point selected, both."""
        state = self._window.store.state
        if state.record:
            return (state.record,)
        if not state.muscle:
            return ()
        point = (("point", state.point),) if state.point else ()
        return (("muscle", state.muscle), *point)

    @property
    def ref(self) -> Ref | None:
        """The record that a bookmark is for: the innermost that is open."""
        refs = self.refs()
        return refs[-1] if refs else None

    def _name(self, ref: Ref) -> str:
        return self._window.facts.name(*ref)

    # -- verbs

    def _do(self, name: str) -> None:
        """Do what an action's verb names."""
        for part in (self, self.files, self.collecting):
            if hasattr(part, name):
                getattr(part, name)()
                return

    def toggle_bookmark(self) -> None:
        """Mark the record that is open, or take the mark away."""
        ref = self.ref
        if ref is None:
            self._window.say("Open a record first")
        elif ref in self.keeper.data.bookmarks:
            self.keeper.do("remove bookmark", [SetBookmark(ref, "")])
        else:
            self.keeper.do("bookmark", [SetBookmark(ref, now())])
        self._show_head()  # a click has checked the button, whether anything came of it or not

    def write_note(self) -> None:
        """Write the note on the record that is open."""
        self._window.record_panel.scroll_to(SECTION)  # builds the part of the page
        part = self._parts[-1] if self._parts and self.ref else None
        if part is None:
            self._window.say("Open a record first")
            return
        if not part.typing and part.edit_button.isEnabled():
            part.edit_button.click()
        elif part.field is not None:
            part.field.setFocus()

    def _save_note(self, ref: Ref, text: str) -> None:
        old = self.keeper.data.notes.get(ref)
        self.keeper.drafts.pop(ref, None)
        if not text:
            self.keeper.do("delete note", [SetNote(ref, None)] if old else [])
            if old:
                self._window.say("Note deleted. Undo brings it back")
        else:
            note = OwnNote(text, old.created if old else now(), now())
            self.keeper.do("edit note" if old else "write note", [SetNote(ref, note)])
        self._refill()

    def _leave_note(self, ref: Ref, text: str) -> None:
        self.keeper.discard(ref, text)
        if text.strip():
            self._window.say("Left off. Undo brings the text back")
        self._refill()

    def undo(self) -> None:
        """Take the last change of own data back."""
        self.keeper.undo_stack.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.keeper.undo_stack.redo()

    # -- what is shown

    def _sections(self, kind: str, id: str) -> list[Section]:
        self._tell_typed()  # of the page that goes
        self._parts = []
        self._section = Section(SECTION, self._fill)
        self._section.has_tab = False
        return [self._section]

    def _fill(self, section: Section) -> None:
        section.clear()
        section.add(Text(SECTION, "heading"))
        keeper, self._parts = self.keeper, []
        if keeper.trouble:
            section.add(Text(keeper.trouble, "small", "caution"))
        can_write = keeper.is_open and not keeper.trouble
        for ref in self.refs():
            note = keeper.data.notes.get(ref)
            part = NotePart(self._name(ref), note.text if note else "", keeper.drafts.get(ref), can_write)
            part.saved.connect(lambda text, ref=ref: self._save_note(ref, text))
            part.typed.connect(lambda text, ref=ref: keeper.keep_draft(ref, text))
            part.left.connect(lambda text, ref=ref: self._leave_note(ref, text))
            if part.view is not None:
                part.view.link_requested.connect(self._window.verbs.follow)
                part.view.address_copied.connect(self._say_copied)
            self._parts.append(part)
            section.add(part)

    def _say_copied(self, address: str) -> None:
        self._window.say(f"Address copied, not opened: {address}")

    def _refillable(self) -> Section | None:
        """The section, unless somebody is typing in it."""
        return None if any(isValid(part) and part.typing for part in self._parts) else self._section

    def _refill(self) -> None:
        if self._refillable() is not None:
            QTimer.singleShot(0, self, self._refill_now)

    def _refill_now(self) -> None:
        section = self._refillable()
        try:
            if section is not None:
                section.refill(self._fill)
        except RuntimeError:  # the page was changed meanwhile
            self._section = None

    def _store_changed(self, change: Change) -> None:
        if change.parts & {"muscle", "point", "record"}:
            self._show_head()
            if "point" in change.parts and "muscle" not in change.parts:
                self._refill()

    def _catalog_changed(self) -> None:
        catalog = self._window.facts.catalog
        if self.keeper.is_open and catalog.title:

            def current(ref: Ref) -> Ref:
                new = None if is_known(self._window.facts, ref) else catalog.current_id(ref[1])
                return (ref[0], new) if new else ref

            self.keeper.do("follow renamed records", renamed(self.keeper.data, current))
        self._show()

    def _opened(self) -> None:
        caution, title = self._window.caution, self._window.windowTitle()
        if self.keeper.trouble:
            caution.say(self.keeper.trouble, "")
        elif self._told and caution.words() == self._told:
            caution.say("")
        self._told = self.keeper.trouble
        if not self.keeper.unsaved:
            self._window.lost.say("")
        bare = title.removesuffix(VIEWING)
        self._window.setWindowTitle(f"{bare}{VIEWING}" if self.keeper.read_only else bare)
        self._catalog_changed()
        self._refill()

    def _show(self) -> None:
        data = self.keeper.data
        QTimer.singleShot(0, self, self._show_undo)  # the stack counts the step only after it is done
        self._window.find_panel.set_saved(saved_nodes(self._window.facts, data), EMPTY)
        records = frozenset(data.notes)
        self._window.set_own(records, own_documents(data, self._window.facts))
        self._show_head()
        self._refill()

    def _undo_changed(self) -> None:
        if isValid(self):  # the stack changes once more when the window is taken down
            QTimer.singleShot(0, self, self._show_undo)

    def _show_undo(self) -> None:
        """The menu names what it takes back."""
        if not isValid(self.keeper.undo_stack):
            return
        stack, actions = self.keeper.undo_stack, self._window.actions_by_key
        for name, words, can in (
            ("undo", stack.undoText(), stack.canUndo()), ("redo", stack.redoText(), stack.canRedo()),
        ):  # fmt: skip
            actions[f"{name}_own"].setText(f"&{name.capitalize()} {words}".rstrip())
            actions[f"{name}_own"].setEnabled(can)

    def _show_head(self) -> None:
        ref = self.ref
        marked = ref in self.keeper.data.bookmarks
        self.mark_button.setChecked(marked)
        set_icon(self.mark_button, "bookmark-filled" if marked else "bookmark")
        self.mark_button.setAccessibleName("Remove the bookmark" if marked else "Bookmark this record")
        for button in (self.mark_button, self.collecting.button, self.note_button):
            button.setVisible(ref is not None)

    def _saved(self, words: str) -> None:
        self._window.lost.say("")
        self._window.say(words)

    def _failed(self, words: str) -> None:
        self._window.lost.say(words)

    def _tell_typed(self) -> None:
        for part in self._parts:
            if isValid(part):
                part.tell_now()

    def _may_close(self) -> bool:
        """Whether all is on the disk. What is not is said once; closing again gives it up."""
        self._tell_typed()
        warned = self._lost_is_told
        words = self.keeper.settle()
        self._lost_is_told = bool(words)
        if words:
            self._window.lost.say(f"{words} Closing again gives it up.")
        return not words or warned
