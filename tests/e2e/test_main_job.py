"""The main job, whole: someone meets the coach, does the shame exercise, breathes next morning, reads, leaves."""

from __future__ import annotations

from pathlib import Path

from bot.dialogue.phrases import PhraseKey
from tests.e2e.person import Person, labels
from tests.e2e.running import in_process
from tests.e2e.script import label, phrase, said, to_type
from tests.e2e.ways import build_a_home_base, meet, reach_fears, read_history
from tests.sandbox.driver import Answer, Sandbox
from tests.shipped import shipped

# By the states that ask. Each is long enough that nobody asks for more.
ANSWERS = {
    "fears": "That they will see who I really am one day and quietly turn away from me",
    "hard_times": "My sister stopped calling after the funeral and I never found a way to ask her why",
    "hard_inside": "I felt very small and cold and kept telling myself that I did not care",
    "hard_signals": "Her silence on the phone",
    "hard_feeling": "Alone, and a little ashamed",
    "missed": "Like talking to a closed door in a house where everybody else has a key",
    "missed_before": "I had come home with bad news and he was reading and did not look up",
    "missed_outcome": "I went upstairs again and after that I told him nothing more for years",
    "missed_feeling": "As if I were made of glass",
    "missed_reasons": "Perhaps he was frightened too",
}
SCENE = {
    "place": "On the jetty behind my grandmother's house",
    "see": "The lake, quite flat, and one heron",
    "hear": "Water under the boards",
    "skin": "Warm wood and a light wind",
    "inside": "My shoulders come down",
}
TWO_MINUTES = 12  # breaths of the pattern in the daily prompt


async def test_the_main_job_from_the_first_word_to_the_last(sandbox: Sandbox, alex: Person, data: Path) -> None:
    async with in_process(sandbox.server, data):
        await meet(alex, hour="7:30")
        await do_the_shame_exercise(alex)
        await breathe_next_morning(alex)
        await read_it_back(alex)
        await leave(alex)


async def do_the_shame_exercise(alex: Person) -> None:
    await reach_fears(alex)
    await alex.says(ANSWERS["fears"])
    for state, answer in list(ANSWERS.items())[1:]:
        await alex.hears(said(f"shame.{state}"))
        await alex.says(answer)
    await alex.hears(said("shame.tension_middle"))
    await alex.taps("5")
    await alex.hears(said("shame.body"))
    await alex.taps(label("shame.body.chest"))
    await alex.taps(label("shame.body.throat"))
    await alex.sees(lambda chat: f"✓ {label('shame.body.throat')}" in labels(chat["messages"][-1]))
    await alex.taps(label("button_done"))
    await alex.hears(said("shame.body_kind"))
    await alex.says("tight")
    await alex.hears(said("shame.put_aside"))
    await alex.taps(label("shame.put_aside.aside"))
    await build_a_home_base(alex, *SCENE.values())
    card = await alex.hears(said("peaceful_place.card"))
    assert all(answer in card["text"] for answer in SCENE.values())
    await alex.hears(said("shame.stay"))
    await alex.sandbox.post("clock", advance_seconds=45)
    await alex.hears(said("shame.tension_after"))
    await alex.taps("2")
    await alex.hears(said("shame.daily"))
    await alex.taps(label("shame.daily.enough"))
    await alex.hears(said("shame.goodbye_in_history"))


async def breathe_next_morning(alex: Person) -> None:
    await alex.sandbox.post("clock", to="2026-03-03T06:30:00Z")  # 7:30 in Berlin
    await alex.hears(said("daily_prompt.prompt"))
    await alex.taps(label("daily_prompt.prompt.now"))
    breath = await alex.hears(said("daily_prompt.breathing"))
    await alex.sandbox.post("clock", advance_seconds=4)
    await shows(alex, breath, "phase_in", 4, 1)
    await alex.sandbox.post("clock", advance_seconds=4)
    await shows(alex, breath, "phase_out", 6, 1)
    await alex.sandbox.post("clock", advance_seconds=60)  # as if the bot had been late: nothing is caught up with
    await shows(alex, breath, "phase_out", 6, 7)
    await alex.sandbox.post("clock", advance_seconds=60)
    await alex.hears(said("daily_prompt.after"))
    await alex.sees(lambda chat: not any(map(labels, chat["messages"])))  # the last edit takes the button away
    edits = await alex.sandbox.get("calls?method=editMessageText")
    assert len([call for call in edits if call.get("message_id") == breath["id"] and call["ok"]]) == 4


async def shows(alex: Person, breath: Answer, phase: PhraseKey, seconds: int, number: int) -> None:
    """It is the same message that now tells of this phase."""
    words = shipped().phrase(phase, seconds=str(seconds), breath=str(number), of=str(TWO_MINUTES)).text
    assert (await alex.shown(words))["id"] == breath["id"]


async def read_it_back(alex: Person) -> None:
    """Every reflection with its question, newest first, over all the pages."""
    read = "\n".join(await read_history(alex))
    told = [(f"shame.{state}", answer) for state, answer in ANSWERS.items()]
    told += [(f"peaceful_place.{state}", answer) for state, answer in SCENE.items()]
    places = [(read.index(said(state)), read.index(answer)) for state, answer in told]
    assert all(question < answer for question, answer in places)
    assert [answer for _, answer in places] == sorted((answer for _, answer in places), reverse=True)
    assert "2 March 2026, 10:" in read  # as the clock stood in Berlin


async def leave(alex: Person) -> None:
    """No word of theirs is left, with the key in hand; whoever comes back is new."""
    await alex.says("/forget")
    await alex.hears(said("forget.sure"))
    await alex.says(to_type("forget.sure"))
    await alex.hears(phrase("forgotten"))
    await alex.says("/history")
    await alex.hears(said("onboarding.welcome"))
