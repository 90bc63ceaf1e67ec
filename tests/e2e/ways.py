"""Ways that many tests walk: being met, and getting to a question. All words here are the shipped dialogues'."""

from __future__ import annotations

from tests.e2e.person import Person, labels
from tests.e2e.script import label, phrase, said


async def meet(person: Person, *, name: str = "Alex", place: str = "Berlin", hour: str = "7:30") -> None:
    """Through the welcome to its end, with a daily prompt."""
    await person.says("/start")
    await person.taps(label("onboarding.welcome.begin"))
    await person.hears(said("onboarding.name"))
    await person.says(name)
    await person.hears(said("onboarding.place"))
    await person.says(place)
    await person.hears(said("onboarding.place_right"))
    await person.taps(label("onboarding.place_right.right"))
    await person.hears(said("onboarding.hour"))
    await person.says(hour)
    await person.hears(said("onboarding.ready"))


async def meet_briefly(person: Person) -> None:
    """Through the welcome without a name and without a prompt."""
    await person.says("/start")
    await person.taps(label("onboarding.welcome.begin"))
    await person.taps(label("onboarding.name.no_name"))
    await person.taps(label("onboarding.place.no_prompt"))
    await person.hears(said("onboarding.ready"))


async def reach_fears(person: Person) -> None:
    """To the first open question of the shame exercise."""
    await person.says("/start shame")
    await person.taps(label("shame.consent.ready"))
    await person.hears(said("shame.tension_before"))
    await person.taps("3")
    await person.hears(said("shame.fears"))


async def build_a_home_base(person: Person, *scene: str) -> None:
    """From its first question to the card, with an answer for each sense."""
    for state, answer in zip(["place", "see", "hear", "skin", "inside"], scene, strict=True):
        await person.hears(said(f"peaceful_place.{state}"))
        await person.says(answer)


async def read_history(person: Person) -> list[str]:
    """The texts of all its pages, turned by the button."""
    await person.says("/history")
    page = await person.hears(phrase("history_title"))
    pages = [page["text"]]
    while label("button_older") in labels(page):
        await person.taps(label("button_older"))
        page = await person.changed(page)
        pages.append(page["text"])
    return pages
