"""The user's file under every misfortune: killed, full, locked, read-only, damaged, newer, gone."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.note import NOTE, REF, ROOT, T
from viewer.store import backups
from viewer.store.checks import check
from viewer.store.database import FILE, Database, now, restore
from viewer.store.errors import (
    DamagedError,
    DeniedError,
    FullError,
    GoneError,
    LockedError,
    NewerError,
    StoreError,
    told,
)
from viewer.store.own_data import Collection, OwnNote, SetBookmark, SetCollections, SetNote
from viewer.store.schema import STEPS, VERSION, version_of

root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"),
    reason="needs root to make a small disk",
)


def filled(folder: Path) -> None:
    with Database.open(folder) as database:
        database.write([
            SetNote(REF, NOTE), SetBookmark(("point", "soleus.1"), T), SetCollections(
                (Collection("a", "Calf", (REF, ("point", "soleus.1")), T), Collection("b", "Later"))),
        ])  # fmt: skip


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    filled(tmp_path)
    with Database.open(tmp_path) as database:
        data = database.read()
        assert dict(data.notes) == {REF: NOTE}
        assert dict(data.bookmarks) == {("point", "soleus.1"): T}
        assert [(c.name, c.items) for c in data.collections] == [
            ("Calf", (REF, ("point", "soleus.1"))), ("Later", ()),
        ]  # fmt: skip
        database.write([SetNote(REF, None), SetBookmark(("point", "soleus.1"), ""), SetCollections(())])
        assert database.read().counts == (0, 0, 0)


def test_the_file_is_the_users_alone_and_keeps_its_promises(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    filled(folder)
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
        database = Database.open(folder)
        assert {stat.S_IMODE(p.stat().st_mode) for p in (folder / "backups").iterdir()} == {0o600}
        database.close()
    with Database.open(folder) as database:
        pragma = {
            name: database._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
        }
        assert pragma == {
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
            "trusted_schema": 0,
        }  # fmt: skip


def test_edits_are_written_all_or_none(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        twice = (Collection("same", "one"), Collection("same", "two"))
        with pytest.raises(StoreError):
            database.write([SetNote(REF, NOTE), SetCollections(twice)])
        assert database.read().counts == (0, 0, 0)
        database.write([SetNote(REF, NOTE)])
        assert database.read().counts == (1, 0, 0)


WRITES = """
import sys
from pathlib import Path
from viewer.store.database import Database, now
from viewer.store.own_data import OwnNote, SetBookmark, SetNote
database = Database.open(Path(sys.argv[1]))
for n in range(100_000):
    ref = ("muscle", f"m{n}")
    database.write([SetNote(ref, OwnNote("x" * 200, now(), now())), SetBookmark(ref, now())])
    print(n, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_nothing_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    for number in range(12):
        folder = tmp_path / str(number)
        child = subprocess.Popen(
            [sys.executable, "-c", WRITES, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert child.stdout is not None
        for _ in range(1 + 7 * number):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        said = child.stdout.read().split()
        child.wait()
        acknowledged = max([int(n) for n in said if n.isdigit()], default=0)
        with Database.open(folder) as database:
            assert database.problems_of_file() == []
            data = database.read()
            assert len(data.notes) > acknowledged
            assert set(data.notes) == set(data.bookmarks), "no half transaction"


def test_a_log_that_was_cut_anywhere_leaves_whole_transactions(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "a")
    for n in range(12):
        ref = ("muscle", f"m{n}")
        database.write([SetNote(ref, OwnNote("y" * 300, T, T)), SetBookmark(ref, T)])
    wal = (tmp_path / "a" / f"{FILE}-wal").read_bytes()
    main = (tmp_path / "a" / FILE).read_bytes()
    counts = []
    for cut in range(0, len(wal), 4096 + 512):
        folder = tmp_path / "cut"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / FILE).write_bytes(main)
        (folder / f"{FILE}-wal").write_bytes(wal[:cut])
        try:
            with Database.open(folder) as copy:
                data = copy.read()
        except StoreError:
            continue
        assert set(data.notes) == set(data.bookmarks)
        counts.append(len(data.notes))
    database.close()
    assert counts == sorted(counts)
    assert counts[-1] >= 10


@pytest.mark.parametrize("version", range(1, VERSION))
def test_every_older_file_is_led_to_todays_version_after_a_backup(tmp_path: Path, version: int) -> None:
    connection = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    for step in STEPS[:version]:
        step(connection)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("INSERT INTO own_notes VALUES ('muscle', 'soleus', 'old', ?, ?)", (T, T))
    connection.close()
    with Database.open(tmp_path) as database:
        assert version_of(database._connection) == VERSION
        assert database.read().notes[REF].text == "old"
    olds = [b.path for b in backups.found(tmp_path)]
    assert version in {version_of(sqlite3.connect(path)) for path in olds}


def test_a_stored_file_of_version_1_is_still_read(tmp_path: Path) -> None:
    script = (Path(__file__).parent / "version_1.sql").read_text(encoding="utf-8")
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(script)
    connection.close()
    with Database.open(tmp_path) as database:
        data = database.read()
    assert {ref: n.text for ref, n in data.notes.items()} == {
        ("muscle", "soleus"): "heel in the morning\n",
        ("point", "infraspinatus.1"): "ask for the back pocket",
    }  # fmt: skip
    assert list(data.bookmarks) == [("technique", "dry_needling")]


def test_a_step_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)

    def breaks(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM own_notes")
        raise sqlite3.OperationalError("broken on the way")

    import viewer.store.connection as connections
    import viewer.store.database as module
    import viewer.store.schema as schema

    monkeypatch.setattr(schema, "STEPS", (*STEPS, breaks))
    for place in (connections, module, schema):
        monkeypatch.setattr(place, "VERSION", VERSION + 1)
    with pytest.raises(StoreError):
        Database.open(tmp_path)
    monkeypatch.undo()
    with Database.open(tmp_path) as database:
        assert database.read().notes[REF] == NOTE


def test_a_newer_file_is_never_touched(tmp_path: Path) -> None:
    filled(tmp_path)
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    with pytest.raises(NewerError, match="newer version"):
        Database.open(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


@pytest.mark.parametrize("damage", ["header", "middle", "empty"])
def test_a_damaged_file_is_left_and_a_backup_restored(tmp_path: Path, damage: str) -> None:
    filled(tmp_path)
    Database.open(tmp_path).close()  # makes the backup
    path = tmp_path / FILE
    content = bytearray(path.read_bytes())
    if damage == "header":
        content[:100] = b"not a database at all" * 4 + b"x" * 16
    elif damage == "middle":
        content[4096:] = b"\xab" * (len(content) - 4096)
    else:
        content = bytearray()
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedError, match="backup"):
        Database.open(tmp_path)
    assert path.read_bytes() == bytes(content)
    backup = backups.found(tmp_path)[0]
    assert backup.counts() == (1, 1, 2)
    restore(tmp_path, backup.path)
    with Database.open(tmp_path) as database:
        assert database.read().notes[REF] == NOTE
    if damage != "empty":
        assert [p.read_bytes() for p in tmp_path.glob(f"{FILE}.before-*")] == [bytes(content)]


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    filled(tmp_path)
    bad = tmp_path / "bad.sqlite3"
    bad.write_bytes(b"nothing" * 100)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StoreError):
        restore(tmp_path, bad)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_locked_file_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import viewer.store.connection as module

    monkeypatch.setattr(module, "BUSY_MS", 50)
    database = Database.open(tmp_path)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedError, match="Another program"):
        database.write([SetNote(REF, NOTE)])
    other.execute("ROLLBACK")
    database.write([SetNote(REF, NOTE)])
    database.close()


def test_a_folder_that_may_not_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    before = {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    with Database.open(tmp_path) as database:
        assert database.read_only
        assert database.read().notes[REF] == NOTE
        with pytest.raises(DeniedError):
            database.write([SetNote(REF, None)])
    assert {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()} == before


def test_a_folder_that_goes_away_is_said_and_nothing_is_made_elsewhere(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "stick")
    shutil.rmtree(tmp_path / "stick")
    with pytest.raises(GoneError, match="cannot be reached"):
        database.write([SetNote(REF, NOTE)])
    assert not (tmp_path / "stick").exists()
    database.close()


@root
def test_a_full_disk_is_said_and_what_was_saved_stays(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False)
    if made.returncode:
        pytest.skip("no small disk can be made here")
    try:
        database = Database.open(disk)
        saved = 0
        big = OwnNote("z" * 20_000, T, T)
        while saved < 200:
            try:
                database.write([SetNote(("muscle", f"m{saved}"), big)])
            except FullError as error:
                assert "disk is full" in str(error)  # noqa: PT017 - the loop counts what was saved
                break
            saved += 1
        assert 0 < saved < 200
        assert len(database.read().notes) == saved
        assert database.problems_of_file() == []
        database.close()
        with Database.open(disk, clock=lambda: datetime.now(UTC)) as again:
            assert len(again.read().notes) == saved
    except FullError:
        # Opening makes a backup, for which there is no room: the file itself is whole.
        with sqlite3.connect(f"file:{disk / FILE}?mode=ro", uri=True) as raw:
            assert raw.execute("SELECT count(*) FROM own_notes").fetchone()[0] == saved
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def test_errors_of_the_system_are_told_apart() -> None:
    import errno

    assert isinstance(told(OSError(errno.ENOSPC, "x")), FullError)
    assert isinstance(told(OSError(errno.EACCES, "x")), DeniedError)
    assert isinstance(told(OSError(errno.EROFS, "x")), DeniedError)
    assert isinstance(told(OSError(errno.ENOENT, "x")), GoneError)


def test_backups_are_made_when_something_changed_and_thinned(tmp_path: Path) -> None:
    start = datetime(2026, 1, 1, 8, tzinfo=UTC)
    for hour in range(0, 24 * 40, 6):
        with Database.open(tmp_path, clock=lambda h=hour: start + timedelta(hours=h)) as database:
            database.write([SetNote(REF, OwnNote(f"hour {hour}", T, T))])
    with Database.open(tmp_path, clock=lambda: start + timedelta(days=40)):
        pass
    made = [b.made for b in backups.found(tmp_path)]
    assert 10 <= len(made) <= backups.LAST + backups.DAYS + backups.WEEKS
    assert len({t.date() for t in made if (made[0].date() - t.date()).days < 7}) == 7
    assert (made[0] - made[-1]).days >= 14
    newest = len(made)
    with Database.open(tmp_path, clock=lambda: start + timedelta(days=41)):
        pass
    assert len(backups.found(tmp_path)) == newest, "nothing changed, nothing made"


def test_deleting_for_good_leaves_no_byte(tmp_path: Path) -> None:
    secret = "a name nobody should find"
    with Database.open(tmp_path) as database:
        database.write([SetNote(REF, OwnNote(secret, T, T))])
        database.keep_draft(("muscle", "x"), secret)
        database.keep_draft(("muscle", "y"), "still being typed")
        database.back_up()
        database.keep_draft(("muscle", "x"), None)
        database.write([SetNote(REF, None)])
        database.forget()
        assert database.drafts() == {("muscle", "y"): "still being typed"}, "that was not deleted"
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path


def test_drafts_survive_and_go_when_the_note_is_saved(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    database.keep_draft(REF, "half a sen")
    del database  # as after a kill: nothing was closed
    with Database.open(tmp_path) as again:
        assert again.drafts() == {REF: "half a sen"}
        again.write([SetNote(REF, NOTE)])
        assert again.drafts() == {}


def test_check_data_tells_and_mends_after_a_backup(tmp_path: Path) -> None:
    filled(tmp_path)
    with Database.open(tmp_path) as database:
        late = OwnNote("x", "2090-01-01T00:00:00Z", "2026-05-01T00:00:00Z")
        database.write([
            SetNote(("muscle", "gone"), late), SetNote(("muscle", "b"), OwnNote("  ", T, T)),
            SetCollections((Collection("a", " ", (REF,)),)),
        ])  # fmt: skip
        before = len(backups.found(tmp_path))
        report = check(database, lambda ref: ref[1] != "gone", now())
        assert len(backups.found(tmp_path)) == before + 1
        assert report.damage == ()
        assert len(report.faults) == 3
        assert report.unknown == (("muscle", "gone"),)
        assert any("impossible date" in line for line in report.lines)
        database.write(report.edits)
        again = check(database, lambda ref: True, now())
        assert again.lines == ("Everything is in order.",)
        assert database.read().notes["muscle", "gone"].text == "x"
