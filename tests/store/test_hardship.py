"""The user's file where nothing may be written, beside another window, and while a backup is put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.note import NOTE, REF, ROOT, T
from viewer.store import backups, restoring
from viewer.store.checks import check
from viewer.store.connection import FILE, log_of
from viewer.store.database import Database, now, restore
from viewer.store.errors import (
    ChangedElsewhereError,
    DamagedError,
    DeniedError,
    FullError,
    GoneError,
    LockedError,
    NewerError,
)
from viewer.store.own_data import Collection, OwnNote, SetBookmark, SetCollections, SetNote
from viewer.store.schema import VERSION

ENDS_BADLY = """
import os, sys
from pathlib import Path
from viewer.store.database import Database
from viewer.store.own_data import OwnNote, SetNote
database = Database.open(Path(sys.argv[1]))
note = OwnNote("in the log", "2026-05-01T10:00:00Z", "2026-05-01T10:00:00Z")
database.write([SetNote(("muscle", "soleus"), note)])
for statement in sys.argv[2:]:
    database._connection.execute(statement)
os._exit(0)
"""


def written(folder: Path, note: OwnNote = NOTE) -> None:
    with Database.open(folder) as database:
        database.write([SetNote(REF, note)])


def ends_badly(folder: Path, *statements: str) -> None:
    """An app that writes a note into the log, and is gone before it is in the file."""
    subprocess.run([sys.executable, "-c", ENDS_BADLY, str(folder), *statements], cwd=ROOT, check=True)
    assert log_of(folder / FILE).stat().st_size


def files_of(folder: Path) -> dict[str, bytes]:
    """The files that hold data; the index of the log holds none."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and not p.name.endswith("-shm")}


@pytest.fixture
def nothing_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))


@pytest.mark.usefixtures("nothing_may_be_written")
def test_without_a_file_and_without_leave_nothing_is_said_to_be_saved(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        assert "not be written" in database.only_read
        for work in (
            lambda: database.write([SetNote(REF, NOTE)]), lambda: database.keep_draft(REF, "x"),
            database.forget, database.delete_everything,
        ):  # fmt: skip
            with pytest.raises(DeniedError):
                work()
    assert list(tmp_path.iterdir()) == []


def test_what_is_only_in_the_log_is_read_where_nothing_may_be_written(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    ends_badly(tmp_path)
    Path(f"{tmp_path / FILE}-shm").unlink(missing_ok=True)
    before = files_of(tmp_path)
    request.getfixturevalue("nothing_may_be_written")
    with Database.open(tmp_path) as database:
        assert database.read_only
        assert database.read().notes[REF].text == "in the log"
    assert files_of(tmp_path) == before


def test_a_newer_file_with_a_log_is_never_touched(tmp_path: Path) -> None:
    ends_badly(tmp_path, f"PRAGMA user_version = {VERSION + 1}")
    before = files_of(tmp_path)
    with pytest.raises(NewerError):
        Database.open(tmp_path)
    assert files_of(tmp_path) == before


def test_a_version_that_cannot_be_is_damage(tmp_path: Path) -> None:
    written(tmp_path)
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("PRAGMA user_version = -3")
    connection.close()
    with pytest.raises(DamagedError):
        Database.open(tmp_path)


def test_text_that_is_none_is_damage(tmp_path: Path) -> None:
    written(tmp_path)
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("UPDATE own_notes SET text = CAST(x'fffe' AS TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(DamagedError):
        Database.open(tmp_path)


@pytest.mark.parametrize("name", ["a?b", "a#b", "100%25 mine", "ä & ö"])
@pytest.mark.skipif(os.name == "nt", reason="such names are not allowed there")
def test_folders_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    written(folder)
    Database.open(folder).close()
    assert [b.counts() for b in backups.found(folder)] == [(1, 0, 0)]
    written(folder, OwnNote("changed", T, T))
    restore(folder, backups.found(folder)[-1].path)
    with Database.open(folder) as database:
        assert database.read().notes[REF] == NOTE
    assert [p.name for p in tmp_path.iterdir()] == [name], "nothing is made beside the folder"


def test_the_file_is_closed_to_others_again(tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("POSIX modes")
    written(tmp_path)
    (tmp_path / FILE).chmod(0o644)
    with Database.open(tmp_path):
        assert {p.stat().st_mode & 0o777 for p in tmp_path.iterdir() if p.is_file()} == {0o600}


# -- another window, another program


def test_what_another_window_wrote_is_not_overwritten(tmp_path: Path) -> None:
    with Database.open(tmp_path) as one, Database.open(tmp_path) as other:
        one.read(), other.read()
        other.write([SetCollections((Collection("x", "Theirs"),))])
        with pytest.raises(ChangedElsewhereError, match="another window"):
            one.write([SetCollections((Collection("y", "Mine"),))])
        assert [c.name for c in one.read().collections] == ["Theirs"]
        with pytest.raises(ChangedElsewhereError):
            one.write([SetNote(REF, NOTE)])  # reading alone does not say that it was taken in
        assert one.read_anew().counts == (0, 0, 1)
        one.write([SetNote(REF, NOTE)])
        one.write([SetBookmark(REF, T)])


def test_a_file_put_in_the_place_of_the_open_one_is_noticed(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("an open file cannot be replaced there")
    written(tmp_path / "other")
    with Database.open(tmp_path) as database:
        os.replace(tmp_path / "other" / FILE, tmp_path / FILE)
        with pytest.raises(GoneError, match="in the place"):
            database.write([SetNote(REF, None)])


def test_a_file_that_went_away_is_not_made_anew_when_looked_for(tmp_path: Path) -> None:
    with pytest.raises(GoneError):
        Database.open(tmp_path / "stick", create=False)
    assert not (tmp_path / "stick").exists()


def test_deleting_for_good_says_when_another_holds_the_log(tmp_path: Path, monkeypatch) -> None:
    import viewer.store.connection as module

    monkeypatch.setattr(module, "BUSY_MS", 50)
    database = Database.open(tmp_path)
    database.write([SetNote(REF, OwnNote("a secret", T, T))])
    database.back_up()
    reader = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM own_notes").fetchone() == (1,)
    with pytest.raises(LockedError, match="may still be in the file"):
        database.delete_everything()
    reader.execute("COMMIT")
    reader.close()
    database.delete_everything()
    database.close()
    assert not any(b"a secret" in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


# -- backups


def test_a_start_without_room_for_a_backup_is_a_start(tmp_path: Path, monkeypatch) -> None:
    written(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(backups, "copy", full)
    with Database.open(tmp_path) as database:
        assert isinstance(database.backup_trouble, FullError)
        assert not database.read_only
        assert database.read().notes[REF] == NOTE


def test_a_backup_without_room_leaves_everything_as_it_was(tmp_path: Path, monkeypatch) -> None:
    written(tmp_path)
    written(tmp_path, OwnNote("second", T, T))
    backup = backups.found(tmp_path)[0].path
    before = files_of(tmp_path)
    real = backups.copy

    def full(connection: sqlite3.Connection, path: Path) -> None:
        if path.name == broken:
            raise OSError(28, "no room")
        real(connection, path)

    monkeypatch.setattr(backups, "copy", full)
    broken = restoring.READY
    with pytest.raises(FullError):
        restore(tmp_path, backup)
    assert files_of(tmp_path) == before
    broken = f"own-{datetime(2026, 8, 1, tzinfo=UTC):%Y%m%d-%H%M%S}.sqlite3"
    with pytest.raises(FullError):
        restore(tmp_path, backup, clock=lambda: datetime(2026, 8, 1, tzinfo=UTC))
    assert files_of(tmp_path) == before


def test_what_a_backup_took_the_place_of_is_a_backup_itself(tmp_path: Path) -> None:
    written(tmp_path, OwnNote("first", T, T))
    written(tmp_path, OwnNote("second", T, T))
    ends_badly(tmp_path)
    restore(tmp_path, backups.found(tmp_path)[-1].path)
    with Database.open(tmp_path) as database:
        assert database.read().notes[REF].text == "first"
    replaced = backups.found(tmp_path)[1]  # the newest is of what was restored
    restore(tmp_path, replaced.path)
    with Database.open(tmp_path) as database:
        assert database.read().notes[REF].text == "in the log"


def test_a_restoring_that_was_broken_off_is_finished_at_the_next_start(tmp_path: Path, monkeypatch) -> None:
    written(tmp_path, OwnNote("first", T, T))
    written(tmp_path, OwnNote("second", T, T))
    first = backups.found(tmp_path)[-1].path
    for damaged in (False, True):
        folder = tmp_path / str(damaged)
        folder.mkdir()
        (folder / FILE).write_bytes(b"no database" * 99 if damaged else (tmp_path / FILE).read_bytes())
        shutil.copy(first, folder / restoring.READY)  # killed when this stood there
        if damaged:
            # ... or a moment later, when the damaged one was out of the way.
            gone = tmp_path / "gone"
            shutil.copytree(folder, gone)
            (gone / FILE).unlink()
            with Database.open(gone) as database:
                assert database.read().notes[REF].text == "first"
        with Database.open(folder) as database:
            assert database.read().notes[REF].text == "first"
        assert not (folder / restoring.READY).exists()
        kept = list(folder.glob(f"{restoring.ASIDE}*")) if damaged else backups.found(folder)
        assert kept, "what was there is kept"


def test_damaged_files_put_aside_in_one_second_are_all_kept(tmp_path: Path) -> None:
    written(tmp_path)
    Database.open(tmp_path).close()
    backup = backups.found(tmp_path)[0].path
    for number in range(3):
        (tmp_path / FILE).write_bytes(f"damage {number} ".encode() * 99)
        restore(tmp_path, backup, clock=lambda: datetime(2026, 8, 1, tzinfo=UTC))
    assert len(list(tmp_path.glob(f"{restoring.ASIDE}*"))) == 3
    with Database.open(tmp_path) as database:
        database.delete_everything()
    assert not list(tmp_path.glob(f"{restoring.ASIDE}*")), "deleting everything means those as well"


def test_an_empty_backup_is_none(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "empty.sqlite3").touch()
    with pytest.raises(DamagedError, match="nothing in this backup"):
        restore(tmp_path, tmp_path / "empty.sqlite3")


def test_files_that_only_look_like_backups_are_left_alone(tmp_path: Path) -> None:
    written(tmp_path)
    place = tmp_path / backups.FOLDER
    place.mkdir(exist_ok=True)
    (place / "own-99999999-999999.sqlite3").write_bytes(b"?")
    Database.open(tmp_path).close()
    assert len(backups.found(tmp_path)) == 1


def test_backups_of_one_second_are_in_their_order(tmp_path: Path) -> None:
    at = datetime(2026, 8, 1, tzinfo=UTC)
    with Database.open(tmp_path) as database:
        for number in range(12):
            database.write([SetNote(REF, OwnNote(str(number), T, T))])
            backups.make(database._connection, tmp_path, at)
    assert [b.number for b in backups.found(tmp_path)] == list(range(12, 0, -1))


def test_checking_again_and_again_pushes_no_backup_out(tmp_path: Path) -> None:
    written(tmp_path)
    with Database.open(tmp_path) as database:
        for _ in range(5):
            check(database, lambda ref: True, now())
        assert len(backups.found(tmp_path)) == 1


def test_check_finds_dates_that_cannot_be_and_rows_of_no_collection(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        database.write([
            SetNote(REF, OwnNote("x", "2026-02-31T10:00:00Z", T)), SetBookmark(REF, "some day"),
            SetCollections((Collection("a", "A", (REF,), "2090-01-01T00:00:00Z"),)),
        ])  # fmt: skip
        raw = sqlite3.connect(tmp_path / FILE)
        raw.execute("INSERT INTO collection_items VALUES ('lost', 0, 'muscle', 'soleus')")
        raw.commit()
        raw.close()
        report = check(database, lambda ref: True, "2026-10-01T00:00:00Z")
        assert report.damage == ()
        assert len(report.faults) == 4
        assert any("no collection" in line for line in report.lines)
        database.write(report.edits)
        assert check(database, lambda ref: True, "2026-10-01T00:00:00Z").faults == ()
        data = database.read()
        assert data.notes[REF] == OwnNote("x", T, T)
        assert data.collections[0].items == (REF,)
