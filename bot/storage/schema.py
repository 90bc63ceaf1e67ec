"""The database's tables as they are now, and the migrations from older ones. Knows no person and no query.

A table is changed in `SCHEMA`. The change gets the next `VERSION`, and a function in `MIGRATIONS` that takes a database
there from the version before.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from bot.errors import DatabaseError

APPLICATION_ID = 0x4D53434F  # "MSCO": this file is a mindsight coach's, and no other program's
VERSION = 4

SCHEMA = """
-- Instants are milliseconds since 1970 in UTC, dates are ISO 8601 text, JSON is text.
-- person_id is Telegram's number of the person, which is also the number of their private chat.

CREATE TABLE people (
    person_id INTEGER PRIMARY KEY,
    session TEXT NOT NULL,                -- JSON, as dialogue/session.py writes it
    reachable INTEGER NOT NULL DEFAULT 1, -- 0 after they blocked the bot, until they write again
    seen_at INTEGER NOT NULL              -- when the session was last saved
) STRICT;

CREATE TABLE updates_seen (
    update_id INTEGER PRIMARY KEY, -- Telegram's
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE quarantine (
    update_id INTEGER PRIMARY KEY,
    person_id INTEGER,    -- null if the update did not say whose it is
    reason TEXT NOT NULL, -- what went wrong, without a word of theirs
    body TEXT NOT NULL,   -- the update as it came
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX quarantine_of_person ON quarantine (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE answers (
    person_id INTEGER NOT NULL,
    number INTEGER NOT NULL,           -- rising, from 1, for each person
    dialogue TEXT NOT NULL,
    run INTEGER NOT NULL,              -- which time through the exercise
    state TEXT NOT NULL,
    question TEXT NOT NULL,            -- as it was asked
    sealed INTEGER NOT NULL DEFAULT 0, -- 1: outside history and search until its owner takes it back
    at INTEGER NOT NULL,
    zone TEXT,                         -- IANA, where it was written; null while the person has named no place
    PRIMARY KEY (person_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer_parts (
    person_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL, -- from 0, in the order they were sent
    -- The message the part came in, by which an edit finds it. No index: every answer would pay for the rare edit,
    -- which reads one person's parts, and those lie together.
    message_id INTEGER NOT NULL,
    words TEXT,                -- null if it is a voice note
    voice TEXT,                -- Telegram's file id; null if it is words
    PRIMARY KEY (person_id, number, position),
    FOREIGN KEY (person_id, number) REFERENCES answers (person_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE due (
    person_id INTEGER NOT NULL,
    timer TEXT NOT NULL, -- dialogue/inputs.py: Timer
    token TEXT NOT NULL, -- handed back when the time comes
    due_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, timer)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_by_time ON due (due_at);

CREATE TABLE prompts (
    person_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    local_date TEXT NOT NULL, -- where the person is
    outcome TEXT NOT NULL,    -- "sent" or "dropped"
    at INTEGER NOT NULL,
    PRIMARY KEY (person_id, kind, local_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    thread INTEGER,                      -- Telegram's topic in the chat where this was asked for; null: none
    kind TEXT NOT NULL CHECK (kind IN ('send', 'voice', 'edit', 'leave')),
    label TEXT,                          -- a name for later edits; of an edit: whose message it edits
    question INTEGER,                    -- the turn whose question this is
    prompt INTEGER NOT NULL,             -- 1: a daily prompt, 2: a visit; after all replies, and never sent twice
    urgent INTEGER NOT NULL DEFAULT 0,   -- 1: where help is, or a goodbye: before all else, until it is delivered
    body TEXT,                           -- JSON; null once delivered
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'sending', 'delivered', 'unknown', 'refused', 'cancelled', 'dropped')),
    message_id INTEGER,                  -- Telegram's, once delivered; of an edit: of the message it edits
    not_before INTEGER,                  -- null: at once
    attempts INTEGER NOT NULL DEFAULT 0,
    resent INTEGER NOT NULL DEFAULT 0,   -- how often it went out, or may have, and nobody knows what became of it
    created_at INTEGER NOT NULL,
    settled_at INTEGER                   -- null while waiting or sending
) STRICT;
-- The first must stand before `outbox_open`, or SQLite takes the wrong one of the two for claiming.
CREATE INDEX outbox_of_chat ON outbox (chat_id, id);
CREATE INDEX outbox_next ON outbox (urgent DESC, prompt, id) WHERE state = 'waiting';
CREATE INDEX outbox_open ON outbox (chat_id, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_by_label ON outbox (chat_id, label) WHERE label IS NOT NULL;

CREATE TABLE dialogue_versions (
    dialogue TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL, -- the file, so that those who are inside can go on in it
    at INTEGER NOT NULL,
    PRIMARY KEY (dialogue, version)
) STRICT;

CREATE TABLE erasures (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- one row for each time somebody was erased
    person_hash TEXT NOT NULL,            -- HMAC-SHA-256 of the person's number under meta's erasure_salt
    finished INTEGER NOT NULL,            -- 1 once the file was written anew, so that no remains are in it
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX erasures_by_person ON erasures (person_hash);
CREATE INDEX erasures_unfinished ON erasures (id) WHERE finished = 0;

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

Migration = Callable[[Any], None]  # is given the connection, inside the transaction


def _from_1(connection: Any) -> None:
    """Count the sealed answers where the release before lost their number. No table changes.

    That release would fail at a planned visit, and drop the number from a session. It refuses the database by its
    version.
    """
    connection.execute(
        "UPDATE people SET session = json_set(session, '$.sealed', put_away.number)"
        " FROM (SELECT person_id, count(*) AS number FROM answers WHERE sealed = 1 GROUP BY person_id) AS put_away"
        " WHERE people.person_id = put_away.person_id"
    )


def _from_2(connection: Any) -> None:
    """Note the zone of each answer. It was not known before: answers were shown in their writer's zone, which stays."""
    if not connection.execute("SELECT 1 FROM pragma_table_info('answers') WHERE name = 'zone'").fetchone():
        connection.execute("ALTER TABLE answers ADD COLUMN zone TEXT")
    connection.execute(
        "UPDATE answers SET zone = people.session ->> '$.profile.zone' FROM people"
        " WHERE people.person_id = answers.person_id"
    )


def _from_3(connection: Any) -> None:
    """Add what lets outbox rows go before all others, or to a topic of their chat."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(outbox)")}
    for name, kind in (("urgent", "INTEGER NOT NULL DEFAULT 0"), ("thread", "INTEGER")):
        if name not in columns:
            connection.execute(f"ALTER TABLE outbox ADD COLUMN {name} {kind}")
    connection.execute("DROP INDEX outbox_next")
    connection.execute("CREATE INDEX outbox_next ON outbox (urgent DESC, prompt, id) WHERE state = 'waiting'")


MIGRATIONS: Mapping[int, Migration] = {2: _from_1, 3: _from_2, 4: _from_3}  # by the version each one leads to


def prepare(connection: Any, version: int = VERSION, migrations: Mapping[int, Migration] = MIGRATIONS) -> None:
    """Make the tables in a new database, or bring an old one up to date.

    Raises DatabaseError if the database is another program's, or a newer version's.
    """
    found = _pragma(connection, "user_version")
    if _pragma(connection, "application_id") == 0 and found == 0 and _is_empty(connection):
        _create(connection, version)
    elif _pragma(connection, "application_id") != APPLICATION_ID:
        raise DatabaseError("The database was made by another program. Choose another data directory.")
    elif found > version:
        raise DatabaseError(
            f"The database has schema {found}, newer than the {version} this program knows. Start the newer program."
        )
    else:
        _migrate(connection, range(found + 1, version + 1), migrations)


def check(connection: Any) -> None:
    """Check, without changing anything, that the database needs no preparing. Raises DatabaseError if it does."""
    found = _pragma(connection, "user_version")
    if _pragma(connection, "application_id") != APPLICATION_ID or found > VERSION:
        raise DatabaseError("The database was made by another program, or by a newer version of this one.")
    if found < VERSION:
        raise DatabaseError("The database was made by an older version of this program. Start the bot once.")


def _create(connection: Any, version: int) -> None:
    # An error leaves the transaction open, and the connection is then closed: nothing of it stays.
    connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA}")
    connection.execute("INSERT INTO meta (key, value) VALUES ('erasure_salt', ?)", (secrets.token_hex(32),))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("COMMIT")


def _migrate(connection: Any, versions: range, migrations: Mapping[int, Migration]) -> None:
    for version in versions:
        connection.execute("BEGIN IMMEDIATE")
        try:
            migrations[version](connection)
            connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _pragma(connection: Any, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _is_empty(connection: Any) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
