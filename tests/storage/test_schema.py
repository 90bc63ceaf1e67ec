"""New, old, newer and foreign databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from bot.errors import DatabaseError
from bot.storage import schema


@pytest.fixture
def connection() -> Iterator[Any]:
    connection = dbapi2.connect(":memory:", isolation_level=None)
    yield connection
    connection.close()


def names(connection: Any) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def version(connection: Any) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def add_table(connection: Any) -> None:
    connection.execute("CREATE TABLE added (x INTEGER) STRICT")


def add_half(connection: Any) -> None:
    connection.execute("CREATE TABLE half (x INTEGER) STRICT")
    raise KeyError("killed here")


def test_a_new_database_gets_every_table_and_says_whose_it_is(connection: Any) -> None:
    schema.prepare(connection)
    assert {"people", "answers", "due", "outbox"} <= names(connection)
    assert version(connection) == schema.VERSION
    assert connection.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID


def test_every_table_is_strict(connection: Any) -> None:
    schema.prepare(connection)
    loose = connection.execute("SELECT name FROM pragma_table_list WHERE NOT strict AND name NOT LIKE 'sqlite_%'")
    assert loose.fetchall() == []


def test_preparing_again_changes_nothing(connection: Any) -> None:
    schema.prepare(connection)
    before = connection.total_changes, version(connection), names(connection)
    schema.prepare(connection)
    assert (connection.total_changes, version(connection), names(connection)) == before


def test_every_version_since_the_first_has_its_migration() -> None:
    assert set(schema.MIGRATIONS) == set(range(2, schema.VERSION + 1))


# The first version, as the release before knew it


def put_person(connection: Any, person_id: int, session: str, sealed: tuple[int, ...]) -> None:
    connection.execute("INSERT INTO people (person_id, session, seen_at) VALUES (?, ?, 0)", (person_id, session))
    for number, away in enumerate(sealed, start=1):
        connection.execute(
            "INSERT INTO answers (person_id, number, dialogue, run, state, question, sealed, at)"
            " VALUES (?, ?, 'shame', 1, 'fears', 'What?', ?, 0)",
            (person_id, number, away),
        )


def sessions(connection: Any) -> list[str]:
    return [row[0] for row in connection.execute("SELECT session FROM people ORDER BY person_id")]


def test_the_release_before_which_knows_no_visits_refuses_the_database(connection: Any) -> None:
    schema.prepare(connection)
    with pytest.raises(DatabaseError, match="newer than the 1"):
        schema.prepare(connection, version=1, migrations={})


def test_the_second_version_has_the_tables_of_the_first(connection: Any) -> None:
    schema.prepare(connection, version=1)
    before = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    schema.prepare(connection, version=2)
    assert version(connection) == 2
    assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before


# The second version, whose outbox knew nothing urgent


def test_what_waits_in_an_older_outbox_goes_on_waiting_and_nothing_of_it_is_urgent(connection: Any) -> None:
    schema.prepare(connection, version=2)
    connection.execute("DROP INDEX outbox_next")
    connection.execute("ALTER TABLE outbox DROP COLUMN urgent")
    connection.execute("CREATE INDEX outbox_next ON outbox (prompt, id) WHERE state = 'waiting'")
    connection.execute(
        "INSERT INTO outbox (chat_id, kind, prompt, state, created_at) VALUES (7, 'send', 0, 'waiting', 0)"
    )
    schema.prepare(connection)
    assert connection.execute("SELECT chat_id, state, urgent FROM outbox").fetchall() == [(7, "waiting", 0)]
    (index,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'outbox_next'").fetchone()
    assert "urgent DESC" in index


def test_how_much_is_put_away_is_counted_where_the_release_before_dropped_it(connection: Any) -> None:
    schema.prepare(connection, version=1)
    put_person(connection, 1, '{"key":"a","profile":{"name":"Åsa"}}', (1, 0, 1))
    put_person(connection, 2, '{"key":"b","profile":{}}', (0, 0))
    put_person(connection, 3, '{"key":"c","profile":{},"sealed":9}', (0, 1))
    schema.prepare(connection)
    assert sessions(connection) == [
        '{"key":"a","profile":{"name":"Åsa"},"sealed":2}',
        '{"key":"b","profile":{}}',
        '{"key":"c","profile":{},"sealed":1}',
    ]


def test_an_answer_of_before_gets_the_zone_in_which_it_was_shown_so_far(connection: Any) -> None:
    schema.prepare(connection, version=2)
    connection.execute("ALTER TABLE answers DROP COLUMN zone")
    put_person(connection, 1, '{"key":"a","profile":{"zone":"Pacific/Auckland"}}', (0, 1))
    put_person(connection, 2, '{"key":"b","profile":{}}', (0,))
    schema.prepare(connection)
    found = connection.execute("SELECT person_id, zone FROM answers ORDER BY person_id, number").fetchall()
    assert found == [(1, "Pacific/Auckland"), (1, "Pacific/Auckland"), (2, None)]


def test_a_newer_schema_is_refused(connection: Any) -> None:
    schema.prepare(connection)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(DatabaseError, match="Start the newer program"):
        schema.prepare(connection)


def test_another_programs_database_is_refused_and_stays_as_it_is(connection: Any) -> None:
    connection.execute("CREATE TABLE someone_elses (x)")
    with pytest.raises(DatabaseError, match="made by another program"):
        schema.prepare(connection)
    assert names(connection) == {"someone_elses"}


def test_migrations_run_in_order_from_where_the_database_is(connection: Any) -> None:
    schema.prepare(connection, version=1)
    schema.prepare(connection, version=3, migrations={2: add_table, 3: lambda c: c.execute("DROP TABLE added")})
    assert version(connection) == 3
    assert "added" not in names(connection)


def test_a_migration_that_fails_leaves_the_version_before_it_whole(connection: Any) -> None:
    schema.prepare(connection, version=1)
    with pytest.raises(KeyError, match="killed here"):
        schema.prepare(connection, version=3, migrations={2: add_table, 3: add_half})
    assert version(connection) == 2
    assert "added" in names(connection)
    assert "half" not in names(connection)
    schema.prepare(
        connection, version=3, migrations={2: add_half, 3: lambda c: None}
    )  # a second start goes on from there
    assert version(connection) == 3
