CREATE TABLE own_notes (
        kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL,
        created TEXT NOT NULL, changed TEXT NOT NULL,
        PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
INSERT INTO own_notes VALUES('muscle','soleus','heel in the morning
','2026-11-01T08:00:00Z','2026-11-02T08:00:00Z');
INSERT INTO own_notes VALUES('point','infraspinatus.1','ask for the back pocket','2026-11-03T08:00:00Z','2026-11-03T08:00:00Z');
CREATE TABLE bookmarks (
        kind TEXT NOT NULL, id TEXT NOT NULL, created TEXT NOT NULL,
        PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
INSERT INTO bookmarks VALUES('technique','dry_needling','2026-11-03T09:00:00Z');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('revision','3');
PRAGMA user_version = 1;
