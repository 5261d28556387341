/** Marks a database as a history of brownout ("BrOu"), so that no other is written into. */
export const applicationId = 0x42_72_4f_75;

/** Each takes the database from the version that is its index to the next one. None is ever changed. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE runs (
    run TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    brownout TEXT NOT NULL,
    route TEXT NOT NULL,
    ended TEXT NOT NULL,
    verdict TEXT NOT NULL,
    digest TEXT NOT NULL,
    command TEXT NOT NULL
  ) STRICT;
  CREATE TABLE experiments (
    run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    target TEXT NOT NULL,
    failure_mode TEXT NOT NULL,
    dimension TEXT NOT NULL,
    verdict TEXT NOT NULL,
    planned INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    exposed INTEGER NOT NULL,
    parts TEXT NOT NULL,
    ends TEXT NOT NULL,
    PRIMARY KEY (run, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE scopes (
    run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    experiments TEXT NOT NULL,
    PRIMARY KEY (run, kind, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE scores (
    run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    probe TEXT NOT NULL,
    value REAL NOT NULL,
    low REAL NOT NULL,
    high REAL NOT NULL,
    n INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    PRIMARY KEY (run, kind, name, probe)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE findings (
    run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    experiment TEXT NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (run, experiment, code)
  ) STRICT, WITHOUT ROWID;
  `,
];
