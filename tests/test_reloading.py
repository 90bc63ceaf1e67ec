"""Dialogues that change while the bot runs: what is sound is taken, all else leaves those before in force."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import reloading
from bot.dialogue.dialogues import Dialogues
from bot.dialogue.model import DialogueId
from bot.errors import DatabaseError
from bot.language.checked_folder import Checked, check_folder
from bot.language.folder_watch import signature
from bot.language.load import load_dialogues
from bot.language.older_versions import Pin
from bot.language.problems import Rule
from bot.reloading import Menus, Reloading, with_older_versions
from bot.services.live_dialogues import LiveDialogues
from bot.storage import people
from bot.storage.database import Database, Transaction
from tests.services.room import ANNA, BEN, Room, opened
from tests.shipped import FOLDER, PLACES

SHAME = DialogueId("shame")
QUESTION = "What happened?"
FEAR = "That they will see who I really am one day, and turn away from me."


@dataclass(kw_only=True)
class Edited:
    """A bot, and a folder of dialogues that a coach edits."""

    room: Room
    folder: Path
    reloading: Reloading
    menus: list[Menus]  # told to Telegram

    @property
    def dialogues(self) -> Dialogues:
        return self.room.current.dialogues

    def rewrite(self, how: Callable[[str], str], name: str = "shame.yaml") -> None:
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert how(text) != text
        file.write_text(how(text), encoding="utf-8")

    async def comes_to_rest(self) -> bool:
        """Whether other dialogues are in force, once nothing changes any more."""
        return any([await self.reloading.look() for _ in range(3)])

    async def reaches_fears(self, person_id: int) -> None:
        await self.room.member(person_id)
        await self.room.take(self.room.command(person_id, "start", "shame"))
        await self.room.take(self.room.tap(person_id, "Yes, I am ready"))
        await self.room.take(self.room.tap(person_id, "3"))
        assert (await self.place(person_id))[1:] == ("shame", "fears")

    async def place(self, person_id: int) -> tuple[str, str, str]:
        session = await self.room.session(person_id)
        assert session
        top = session.stack[-1]
        return top.version, top.dialogue, top.state

    async def stored(self) -> int:
        return int((await self.room.rows("SELECT count(*) FROM dialogue_versions"))[0][0])


@asynccontextmanager
async def running(tmp_path: Path, updates: int = 0) -> AsyncIterator[Edited]:
    """On whatever lies in the folder, and in the database."""
    folder = tmp_path / "dialogues"
    if not folder.exists():
        shutil.copytree(FOLDER, folder)
    seen, loaded, menus = signature(folder), load_dialogues(folder, PLACES), list[Menus]()

    async def tell(told: Menus) -> None:
        menus.append(told)

    async with opened(tmp_path) as room:
        room.updates = updates
        room.current.dialogues = await with_older_versions(room.database, loaded, room.clock.at)
        watching = Reloading(
            folder=folder,
            seen=seen,
            menus=(loaded.menu, loaded.menus),
            current=room.current,
            database=room.database,
            now=room.clock.now,
            tell_menus=tell,
        )
        yield Edited(room=room, folder=folder, reloading=watching, menus=menus)


@pytest.fixture
async def edited(tmp_path: Path) -> AsyncIterator[Edited]:
    async with running(tmp_path) as edited:
        yield edited


def other_words(text: str) -> str:
    return text.replace(f"ask: {QUESTION}", "ask: What took place?")


def without_hard_times(text: str) -> str:
    """Another structure, and sound."""
    text = text.replace("next: hard_times\n", "next: hard_inside\n").replace("hard_times, ", "")
    return text[: text.index("  hard_times:\n")] + text[text.index("  hard_inside:\n") :]


def number(text: str, number: int) -> str:
    """Yet another structure."""
    return text.replace("    pause: 45\n", f"    pause: {45 + number}\n")


async def test_nothing_is_taken_while_nothing_changes(edited: Edited) -> None:
    before = edited.dialogues
    assert not await edited.comes_to_rest()
    assert edited.dialogues is before
    assert edited.reloading.taken_at is None


async def test_changed_words_reach_who_is_inside_with_the_next_message(edited: Edited) -> None:  # fault 20
    await edited.reaches_fears(ANNA)
    edited.rewrite(other_words)
    assert await edited.comes_to_rest()
    await edited.room.take(edited.room.text(ANNA, FEAR))
    assert edited.room.said(ANNA)[-1].endswith("What took place?") or "What took place?" in edited.room.said(ANNA)[-2]
    assert edited.reloading.taken_at == edited.room.clock.at


async def test_who_is_inside_goes_on_as_it_was_and_who_begins_gets_the_new(edited: Edited) -> None:  # fault 20
    await edited.reaches_fears(ANNA)
    edited.rewrite(without_hard_times)
    assert await edited.comes_to_rest()
    await edited.reaches_fears(BEN)
    await edited.room.take(edited.room.text(ANNA, FEAR), edited.room.text(BEN, FEAR))
    old, new = await edited.place(ANNA), await edited.place(BEN)
    assert (old[2], new[2]) == ("hard_times", "hard_inside")
    assert old[0] != new[0]


async def test_it_waits_for_one_more_look(edited: Edited) -> None:
    edited.rewrite(other_words)
    assert [await edited.reloading.look() for _ in range(2)] == [False, True]


async def test_what_is_saved_in_steps_is_read_once_it_rests(edited: Edited) -> None:
    before = edited.dialogues
    file = edited.folder / "shame.yaml"
    whole = without_hard_times(file.read_text(encoding="utf-8"))
    for length in (100, 2000, len(whole)):
        file.write_text(whole[:length], encoding="utf-8")
        assert not await edited.reloading.look()
    assert edited.dialogues is before
    assert await edited.reloading.look()
    assert edited.reloading.problems == ()


@pytest.mark.parametrize(
    ("name", "how", "rule"),
    [
        ("shame.yaml", lambda text: text[: len(text) // 2], None),
        ("shame.yaml", lambda text: text.replace("next: missed\n", "next: mised\n"), Rule.UNKNOWN_STATE),
        ("_phrases.yaml", lambda text: text.replace("paused:", "pawsed:"), Rule.UNKNOWN_KEY),
        ("crisis.yaml", lambda _: "", Rule.EMPTY_FILE),
        ("help.yaml", lambda text: text.replace("title:", "\ttitle:"), Rule.TAB),
    ],
    ids=["half", "unknown state", "phrases", "empty", "tab"],
)
async def test_what_is_not_sound_leaves_those_before_in_force_and_is_told(  # fault 21
    edited: Edited, name: str, how: Callable[[str], str], rule: Rule | None
) -> None:
    before = edited.dialogues
    whole = (edited.folder / name).read_text(encoding="utf-8")
    edited.rewrite(how, name)
    assert not await edited.comes_to_rest()
    assert edited.dialogues is before
    assert edited.reloading.problems
    assert rule is None or rule in {problem.rule for problem in edited.reloading.problems}
    assert {Path(problem.path).name for problem in edited.reloading.problems} == {name}
    (edited.folder / name).write_text(whole, encoding="utf-8")
    assert await edited.comes_to_rest()
    assert edited.reloading.problems == ()


async def test_a_file_or_a_folder_that_is_gone_or_leads_nowhere_leaves_those_before_in_force(  # fault 21
    edited: Edited,
) -> None:
    before = edited.dialogues
    (edited.folder / "stopped.yaml").unlink()
    assert not await edited.comes_to_rest()
    assert [problem.rule for problem in edited.reloading.problems] == [Rule.MISSING_FILE]
    (edited.folder / "stopped.yaml").symlink_to(edited.folder / "nowhere.yaml")
    assert not await edited.comes_to_rest()
    assert edited.reloading.problems
    shutil.rmtree(edited.folder)
    assert not await edited.comes_to_rest()
    assert edited.reloading.failure
    edited.folder.write_text("no folder", encoding="utf-8")
    assert not await edited.comes_to_rest()
    edited.folder.unlink()
    shutil.copytree(FOLDER, edited.folder)
    assert edited.dialogues is before
    assert await edited.comes_to_rest()
    assert edited.reloading.failure is None


async def test_a_link_that_leads_to_itself_is_told_as_what_it_is(
    edited: Edited, caplog: pytest.LogCaptureFixture
) -> None:
    (edited.folder / "help.yaml").unlink()
    (edited.folder / "help.yaml").symlink_to(edited.folder / "help.yaml")
    assert not await edited.comes_to_rest()
    (record,) = caplog.records
    assert record.message.startswith("changed dialogues refused")
    assert vars(record)["files"] == "help.yaml"


async def test_the_log_names_a_file_of_a_language_with_its_folder(
    edited: Edited, caplog: pytest.LogCaptureFixture
) -> None:
    (edited.folder / "de").mkdir()
    (edited.folder / "de" / "help.yaml").write_text("titel: Hilfe\n", encoding="utf-8")
    assert not await edited.comes_to_rest()
    (record,) = caplog.records
    assert "de/help.yaml" in vars(record)["files"].split(",")


async def test_a_file_that_changes_while_it_is_read_is_read_again(
    edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = 0

    def check(*given: object) -> Checked:
        nonlocal reads
        reads += 1
        checked = check_folder(*given)  # type: ignore[arg-type]
        if reads == 1:
            edited.rewrite(lambda text: number(text, 1))
        return checked

    monkeypatch.setattr(reloading, "check_folder", check)
    edited.rewrite(other_words)
    assert [await edited.reloading.look() for _ in range(4)] == [False, False, False, True]
    loaded = check_folder(edited.folder, PLACES).loaded
    assert loaded
    assert edited.dialogues.live[SHAME] == loaded.dialogues.live[SHAME]


async def test_a_bug_in_the_checks_is_met_once_and_the_next_change_is_looked_at(
    edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a bug")

    before = edited.dialogues
    with monkeypatch.context() as broken:
        broken.setattr(reloading, "check_folder", fail)
        edited.rewrite(other_words)
        await edited.reloading.look()
        with pytest.raises(KeyError):
            await edited.reloading.look()
        assert not await edited.reloading.look()
    assert edited.dialogues is before
    edited.rewrite(lambda text: number(text, 1))
    assert await edited.comes_to_rest()


async def test_a_database_that_fails_delays_the_change(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise DatabaseError

    before = edited.dialogues
    edited.rewrite(without_hard_times)
    await edited.reloading.look()
    with monkeypatch.context() as broken:
        broken.setattr(Database, "run", fail)
        with pytest.raises(DatabaseError):
            await edited.reloading.look()
    assert edited.dialogues is before
    assert await edited.reloading.look()


async def test_the_menu_is_told_again_only_when_it_has_changed(edited: Edited) -> None:
    edited.rewrite(other_words)
    assert await edited.comes_to_rest()
    assert edited.menus == []
    edited.rewrite(lambda text: text.replace("End this now", "End this here"), "_phrases.yaml")
    assert await edited.comes_to_rest()
    assert [menu["stop"] for menu, _ in edited.menus] == ["End this here"]


async def test_versions_that_nobody_is_in_are_let_go(edited: Edited) -> None:
    kinds = len(edited.dialogues.live)
    await edited.reaches_fears(ANNA)
    for edit in range(1, 8):
        edited.rewrite(lambda text: text.replace(f"pause: {44 + edit}\n", f"pause: {45 + edit}\n"))  # noqa: B023
        assert await edited.comes_to_rest()
        # Besides the live ones: the version that she is in, and the one that was live before.
        assert len(edited.dialogues.pinned) <= kinds + 2
        assert await edited.stored() <= kinds + 2
    assert (await edited.place(ANNA))[:2] in [(pin[1], pin[0]) for pin in edited.dialogues.pinned]


async def test_a_change_of_words_alone_looks_through_nobodys_place(
    edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    await edited.reaches_fears(ANNA)
    edited.rewrite(without_hard_times)
    assert await edited.comes_to_rest()
    pinned, stored = set(edited.dialogues.pinned), await edited.stored()

    def fail(_: Transaction) -> set[Pin]:
        raise AssertionError("everybody was looked at")

    with monkeypatch.context() as watched:
        watched.setattr(people, "pinned", fail)
        edited.rewrite(lambda text: text.replace("ask: What was going on in you at that time?", "ask: And in you?"))
        assert await edited.comes_to_rest()
        edited.rewrite(lambda text: number(text, 1))
        with pytest.raises(AssertionError, match="everybody was looked at"):
            await edited.comes_to_rest()
    assert (set(edited.dialogues.pinned), await edited.stored()) == (pinned, stored)
    await edited.room.take(edited.room.text(ANNA, FEAR))
    assert (await edited.place(ANNA))[1:] == ("shame", "hard_times")


async def test_dialogues_are_put_in_force_where_turns_are_taken(
    edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    class Noting(LiveDialogues):
        def __setattr__(self, name: str, value: object) -> None:
            threads.append(threading.get_ident())
            super().__setattr__(name, value)

    monkeypatch.setattr(edited.room.current, "__class__", Noting)
    edited.rewrite(other_words)
    assert await edited.comes_to_rest()
    assert threads == [await edited.room.read(lambda _: threading.get_ident())]


async def test_whoever_shows_it_is_told_after_it_was_taken(edited: Edited) -> None:
    told: list[tuple[bool, int]] = []
    before = edited.dialogues
    edited.reloading.tell = lambda: told.append((edited.dialogues is before, len(edited.reloading.problems)))
    edited.rewrite(other_words)
    assert await edited.comes_to_rest()
    assert told == [(False, 0)]
    edited.rewrite(lambda _: "", "crisis.yaml")
    assert not await edited.comes_to_rest()
    assert told[1:] == [(False, 1)]


async def test_whoever_begins_between_the_check_and_the_taking_can_go_on(edited: Edited) -> None:  # fault 20
    edited.rewrite(without_hard_times)
    loaded = load_dialogues(edited.folder, PLACES)
    dialogues = await with_older_versions(edited.room.database, loaded, edited.room.clock.at, edited.dialogues)
    await edited.reaches_fears(ANNA)  # the texts are stored, and the old dialogues still in force
    edited.room.current.dialogues = dialogues
    await edited.room.take(edited.room.text(ANNA, FEAR))
    assert (await edited.place(ANNA))[1:] == ("shame", "hard_times")


@pytest.mark.parametrize("stage", ["before", "stored", "taken"])
async def test_a_kill_at_any_moment_of_the_taking_leaves_everybody_able_to_go_on(  # fault 20
    tmp_path: Path, stage: str
) -> None:
    async with running(tmp_path) as edited:
        await edited.reaches_fears(ANNA)
        edited.rewrite(without_hard_times)
        if stage == "stored":
            loaded = load_dialogues(edited.folder, PLACES)
            await with_older_versions(edited.room.database, loaded, edited.room.clock.at, edited.dialogues)
        elif stage == "taken":
            assert await edited.comes_to_rest()
        await edited.reaches_fears(BEN)
        begun = await edited.place(BEN)
    async with running(tmp_path, edited.room.updates) as edited:  # nothing but the database and the files are left
        await edited.room.take(edited.room.text(ANNA, FEAR), edited.room.text(BEN, FEAR))
        assert (await edited.place(ANNA))[1:] == ("shame", "hard_times")
        after = "hard_inside" if stage == "taken" else "hard_times"
        assert await edited.place(BEN) == (begun[0], "shame", after)
