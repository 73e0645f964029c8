"""Every action of the app in one table; menus, buttons, shortcuts list and search are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from viewer.find.text import Document, Field
from viewer.ui.theme import CHOICES, TEXT_SCALES
from viewer.ui.words import LAYER, MODE_WORDS, SIDE


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        key: its id; ``choice:value`` is one of several that exclude each other.
        menu: name of the menu it stands in.
        keys: its shortcuts, the first one is shown.
        parted: a separator stands above it.
        map_key: the key that does it while a map has the focus.
    """

    key: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    parted: bool = False
    map_key: str = ""


def _marked(words: str, letter: str) -> str:
    """Words with their mnemonic before the first such letter."""
    return words.replace(letter, f"&{letter}", 1)


_MODE_LETTERS = {"explore": "E", "pain": "i", "compare": "m"}
_SIDE_WORDS = {"right": "Patient’s &right", "left": "Patient’s &left", "both": "&Both sides"}
_LAYER_LETTERS = {"skin": "S", "superficial": "p", "intermediate": "M", "deep": "D", "skeleton": "o"}
_LOOK_LETTERS = {"system": "y", "light": "L", "dark": "D", "contrast_light": "H", "contrast_dark": "k"}
_TEXT_MARKS = {1.0: "&100", 1.25: "1&25", 1.5: "1&50", 1.75: "1&75", 2.0: "2&00"}

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "&Open catalog…", "&Catalog", ("Ctrl+O",)),
    ActionSpec("shipped", "Open the &built-in catalog", "&Catalog"),
    ActionSpec("reload", "&Reload catalog", "&Catalog", ("F5", "Ctrl+R")),
    ActionSpec("problems", "Proble&ms of the catalog…", "&Catalog"),
    ActionSpec("copy_link", "&Copy link to this view", "&Catalog", ("Ctrl+Shift+C",), True),
    ActionSpec("open_link", "Open &link…", "&Catalog", ("Ctrl+Shift+O",)),
    ActionSpec("figure", "Save a &figure of the maps…", "&Catalog", ("Ctrl+E",)),
    ActionSpec("print", "&Print…", "&Catalog", ("Ctrl+P",)),
    ActionSpec("sheet", "Print the &sheet of the muscle…", "&Catalog", ("Ctrl+Shift+P",)),
    ActionSpec("sheet_pdf", "Sa&ve the sheet as PDF…", "&Catalog"),
    ActionSpec("quit", "&Quit", "&Catalog", ("Ctrl+Q",), True),
    ActionSpec("find", "&Find anything", "&Go", ("Ctrl+K", "Ctrl+L")),
    ActionSpec("filter", "F&ilter the muscles", "&Go", ("Ctrl+Shift+F",)),
    ActionSpec("back", "&Back", "&Go", ("Alt+Left",), True),
    ActionSpec("forward", "F&orward", "&Go", ("Alt+Right",)),
    ActionSpec("next_point", "&Next trigger point", "&Go", ("Ctrl+Down",), True),
    ActionSpec("previous_point", "&Previous trigger point", "&Go", ("Ctrl+Up",)),
    ActionSpec("next_panel", "Next p&anel", "&Go", ("F6",)),
    ActionSpec("previous_panel", "Pre&vious panel", "&Go", ("Shift+F6",)),
    ActionSpec("bookmark", "&Bookmark the record", "Sa&ved", ("Ctrl+D",)),
    ActionSpec("write_note", "&Write a note on the record", "Sa&ved", ("Ctrl+Shift+N",)),
    ActionSpec("new_collection", "New &collection…", "Sa&ved"),
    ActionSpec("undo_own", "&Undo", "Sa&ved", (), True),
    ActionSpec("redo_own", "&Redo", "Sa&ved"),
    ActionSpec("export_own", "&Export what I wrote…", "Sa&ved", (), True),
    ActionSpec("import_own", "&Import…", "Sa&ved"),
    ActionSpec("backups", "Bac&kups…", "Sa&ved", (), True),
    ActionSpec("check_own", "Check &data…", "Sa&ved"),
    ActionSpec("forget_own", "&Forget what was deleted, in backups too", "Sa&ved"),
    ActionSpec("delete_own", "Delete e&verything I wrote…", "Sa&ved"),
    *(
        ActionSpec(f"mode:{key}", _marked(words, _MODE_LETTERS.get(key, "")), "&Mode",
                   (f"Ctrl+Shift+{number}",))
        for number, (key, words) in enumerate(MODE_WORDS, start=1)
    ),
    ActionSpec("undo_paint", "&Undo the last mark", "&Mode", ("Ctrl+Z",), True),
    ActionSpec("redo_paint", "&Redo", "&Mode", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("save_paint", "&Save the painting…", "&Mode"),
    ActionSpec("open_paint", "&Open a painting…", "&Mode"),
    ActionSpec("clear_paint", "Take all &paint away", "&Mode"),
    ActionSpec("compare", "&Compare the point", "&Mode", ("Ctrl+Shift+K",), True),
    ActionSpec("zoom_in", "Zoom &in", "M&ap", ("Ctrl++", "Ctrl+=")),
    ActionSpec("zoom_out", "Zoom &out", "M&ap", ("Ctrl+-",)),
    ActionSpec("zoom_fit", "&Whole body", "M&ap", ("Ctrl+0",)),
    ActionSpec("zoom_selection", "Zoom to the &selection", "M&ap", ("Ctrl+J",)),
    ActionSpec("views:front_back", "&Front and back", "M&ap", ("Alt+1",), True),
    ActionSpec("views:sides", "&Both sides of the body", "M&ap", ("Alt+2",)),
    ActionSpec("views:four", "&All four views", "M&ap", ("Alt+3",)),
    ActionSpec("mirror", "&Mirror the display", "M&ap"),
    *(
        ActionSpec(f"side:{k}", _SIDE_WORDS[k], "&Side", (f"Ctrl+Shift+{SIDE[k][0]}",))
        for k in ("right", "left", "both")
    ),
    *(
        ActionSpec(f"layer:{k}", _marked(words, _LAYER_LETTERS[k]), "&Layer")
        for k, words in LAYER.items()
    ),
    ActionSpec("layer_up", "One layer nea&rer to the skin", "&Layer", ("Ctrl+[",), True),
    ActionSpec("layer_down", "One layer d&eeper", "&Layer", ("Ctrl+]",)),
    ActionSpec("hide", "&Hide the muscle", "&Layer", (), True, "H"),
    ActionSpec("isolate", "&Isolate the muscle", "&Layer", map_key="I"),
    ActionSpec("fade", "&Fade the rest", "&Layer", map_key="F"),
    ActionSpec("show_all", "Show &all muscles", "&Layer", map_key="Shift+H"),
    ActionSpec("beneath", "What lies &beneath here", "&Layer", (), True, "B"),
    ActionSpec("structures", "&Nerves and vessels", "&Layer", map_key="N"),
    ActionSpec("find_panel", "&Find panel", "&Window", ("Ctrl+1",)),
    ActionSpec("record_panel", "&Record panel", "&Window", ("Ctrl+3",)),
    ActionSpec("settings", "&Settings…", "&Window", ("Ctrl+,",), True),
    *(
        ActionSpec(f"theme:{k}", _marked(words, _LOOK_LETTERS[k]), "&Look", (), k == "system")
        for k, words in CHOICES.items()
    ),
    *(
        ActionSpec(f"text:{scale:g}", f"Text at {_TEXT_MARKS[scale]}\u202f%", "&Text size")
        for scale in TEXT_SCALES
    ),
    ActionSpec("shortcuts", "&Keyboard shortcuts", "&Help", ("F1",)),
    ActionSpec("tips", "&Tips for the start", "&Help"),
    ActionSpec("about", "&About, sources and licences", "&Help"),
)  # fmt: skip

MENUS = (
    "&Catalog",
    "&Go",
    "Sa&ved",
    "&Mode",
    "M&ap",
    "&Side",
    "&Layer",
    "&Window",
    "&Look",
    "&Text size",
    "&Help",
)
CHECKABLE = ("mirror", "find_panel", "record_panel", "structures")
MAP_KEYS: tuple[tuple[str, str], ...] = (
    ("Tab", "enter the map at the selection, and leave it"),
    ("Arrows", "the next point that way; past the last point, the next area or muscle"),
    ("Home, End", "first and last point, or area"),
    ("Return", "select; again: open its record"),
    ("Shift + arrows", "pan"),
    ("+  −  0", "zoom in, out, whole body"),
    ("Z", "zoom to the selection"),
    ("[  ]", "one layer nearer to the skin, deeper"),
    ("H, Shift + H", "hide the muscle; show all again"),
    ("I, F", "isolate the muscle; fade the rest"),
    ("B", "what lies beneath here"),
    ("N", "nerves and vessels"),
    ("V", "next view"),
    ("S", "right, left, both"),
    ("M", "mirror the display"),
    ("Space", "in Pain: fill the area, or take it away"),
    ("Alt + wheel", "in Pain: a wider or narrower brush"),
    ("Return, Backspace, Esc", "in a stroke: copy it, take a place back, leave off"),
    ("1 to 9", "a view by its number"),
    ("Menu key, Shift + F10", "the menu of what has the keyboard"),
    ("?", "this list"),
    ("Esc", "one step out"),
)
"""Keys that work while a map has the focus."""


def make_actions(owner: QWidget, verbs: Mapping[str, Callable[..., object]]) -> dict[str, QAction]:
    """The actions by key. ``choice:value`` calls the verb ``choice`` with the value.

    Raises:
        KeyError: an action has no verb.
    """
    made: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for spec in ACTIONS:
        # A single letter is the map's own, no shortcut of the window: menus show it all the same.
        action = QAction(spec.text + (f"\t{spec.map_key}" if spec.map_key else ""), owner)
        action.setShortcuts([QKeySequence(k) for k in spec.keys])
        choice, _, value = spec.key.partition(":")
        verb = verbs[choice]
        if value:
            action.setCheckable(True)
            group = groups.setdefault(choice, QActionGroup(owner))
            group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
            group.addAction(action)
            action.triggered.connect(lambda _=False, f=verb, v=value: f(v))
        else:
            action.setCheckable(spec.key in CHECKABLE)
            action.triggered.connect(lambda _=False, f=verb: f())
        owner.addAction(action)
        made[spec.key] = action
    return made


def make_menus(owner: QWidget, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """The menus by their names without the mnemonic mark."""
    menus = {name: QMenu(name, owner) for name in MENUS}
    for spec in ACTIONS:
        menu = menus[spec.menu]
        if spec.parted and not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(actions[spec.key])
    return {name.replace("&", ""): menu for name, menu in menus.items()}


def plain(text: str) -> str:
    """The text of an action without its mnemonic mark."""
    return text.partition("\t")[0].replace("&", "").rstrip("…")


def command_documents() -> list[Document]:
    """The actions as things to be found."""
    return [
        Document("command", spec.key, plain(spec.text), (Field(plain(spec.menu), 2.0, "command"),))
        for spec in ACTIONS
        if spec.key not in ("find", "quit")
    ]
