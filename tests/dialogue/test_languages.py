"""People are spoken to in their own language: by every dialogue, from the moment at which they choose it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.effects import EditMessage, Erase, KeepAnswer, SendMessage
from bot.dialogue.model import DialogueId, StateId
from bot.dialogue.session import Profile, Session
from tests.bilingual import bilingual, german, reviewed
from tests.dialogue.person import Person
from tests.shipped import KEY

ENOUGH = "My neighbour smiled at me on the stairs."


def somebody(language: str) -> Person:
    return Person(session=Session(key=KEY, profile=Profile(consented=True, language=language)), dialogues=bilingual())


def labels(person: Person) -> list[str]:
    return [button.label for row in person.ordered(SendMessage)[-1].buttons for button in row]


def test_another_language_has_the_same_structure_and_versions() -> None:
    assert german().live.keys() == bilingual().live.keys()
    assert german().pinned.keys() == bilingual().pinned.keys()
    for id, dialogue in bilingual().live.items():
        assert german().live[id].version == dialogue.version
        assert german().live[id].states.keys() == dialogue.states.keys()


def test_what_has_no_words_is_the_same_thing_in_both() -> None:
    kindness, tension = DialogueId("kindness"), StateId("tension")
    assert german().live[kindness].states[tension].wait is bilingual().live[kindness].states[tension].wait


@pytest.mark.parametrize("language", ["en", "fr", ""])
def test_a_language_that_is_not_there_is_the_original(language: str) -> None:
    assert bilingual().speaking(language) is bilingual()


def test_all_languages_are_listed_the_original_first() -> None:
    assert [(language.tag, language.name) for language in bilingual().languages] == [
        ("en", "English"),
        ("de", "Deutsch"),
    ]


def test_an_exercise_asks_and_offers_in_the_persons_language() -> None:
    person = somebody("de").opens("kindness").rates(3)
    assert person.said == ["Du hast alle Zeit.\n\nWas ist dir heute Gutes geschehen, und sei es noch so klein?"]
    person.writes(ENOUGH)
    assert labels(person) == ["An einem Blick", "An einer Stimme", "An den Worten", "Fertig"]
    person.writes("an einer stimme")
    assert person.said == ["Wo in deinem Körper spürst du es jetzt?"]
    assert labels(person)[:3] == ["Brust", "Bauch", "Nirgends"]


def test_the_question_is_kept_as_it_was_asked() -> None:
    person = somebody("de").opens("kindness").rates(3).writes(ENOUGH)
    (kept,) = person.ordered(KeepAnswer)
    assert kept.question == "Was ist dir heute Gutes geschehen, und sei es noch so klein?"


def test_the_language_that_is_chosen_speaks_at_once() -> None:
    person = somebody("en").opens("settings").chooses("language").chooses("german")
    (marked,) = person.ordered(EditMessage)
    assert marked.message.text == "Which language shall I speak?\n\n▸ Deutsch"
    assert "Ich spreche Deutsch.\nIch höre behutsam zu.\n\nWas möchtest du ändern?" in person.said[-1]
    assert labels(person) == ["Meinen Namen", "Sprache", "Nichts weiter"]
    assert "I speak English." in person.chooses("language").chooses("english").said[-1]


def test_whoever_chooses_a_preview_is_told_so_once() -> None:
    remark = german().phrase("language_preview", language="Deutsch").text
    person = somebody("en").opens("settings").chooses("language").chooses("german")
    assert person.said[0].startswith(f"{remark}\n\n")
    assert not any(remark in said for said in person.chooses("language").chooses("german").said)
    assert not any(remark in said for said in person.chooses("name").writes("Jo").said)


def test_a_reviewed_language_needs_no_remark() -> None:
    person = somebody("en")
    person.dialogues = reviewed()
    person.opens("settings").chooses("language").chooses("german")
    assert person.said[0].startswith("Einstellungen\n")


def test_a_language_can_change_in_the_middle_of_an_exercise() -> None:
    person = somebody("en").opens("kindness").rates(3).commands("settings").chooses("language").chooses("german")
    person.chooses("done")
    assert person.said[0] == "Es ist so, wie du es haben möchtest."
    assert person.said[-1].startswith("Zurück zu: Etwas Gutes.\n\nDu hast alle Zeit.")
    assert person.place == ("kindness", "kind")
    assert list(person.writes(ENOUGH).kept.values()) == ["3", ENOUGH]


def test_what_the_bot_says_by_itself_is_in_that_language() -> None:
    assert somebody("de").commands("resume").said == ["Es wartet nichts darauf, dass es weitergeht."]
    assert somebody("de").presses(f"{KEY}:77:.x").toast == "Dieser Knopf ist von früher."


@pytest.mark.parametrize("words", ["Lieber nicht.", "I'd rather not"])
def test_a_refusal_is_heard_in_both_languages(words: str) -> None:
    person = somebody("de").opens("kindness").rates(3).writes(words)
    assert person.said[0].startswith("Das können wir lassen.")
    assert list(person.kept.values()) == ["3"]


def test_a_short_answer_is_asked_about_in_that_language() -> None:
    person = somebody("de").opens("kindness").rates(3).writes("Ein Lächeln")
    assert person.said[0] in german().cues.probes.values()
    assert labels(person) == ["Das ist alles"]
    assert not any(probe in bilingual().cues.probes.values() for probe in german().cues.probes.values())


def test_a_command_in_plain_words_is_heard_in_both_languages() -> None:
    for words in ("Stopp!", "stop"):
        assert somebody("de").opens("kindness").writes(words).said == ["Wir hören hier auf. Das ist immer in Ordnung."]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("words", ["I want to die", "Ich will nicht mehr leben."])
def test_words_of_a_crisis_are_heard_in_every_language_whichever_is_chosen(words: str, language: str) -> None:
    person = somebody(language).opens("kindness").rates(3).writes(words)
    assert person.place == ("crisis", "card")
    assert ("Ich bin ein Programm" in person.said[0]) is (language == "de")


def test_the_card_holds_the_helplines_in_that_language() -> None:
    person = somebody("de").commands("support")
    assert "ruf jetzt die Notrufnummer deines Landes an" in person.said[0]
    person.session = replace(person.session, profile=replace(person.session.profile, country="DE"))
    assert "Telefonseelsorge (rund um die Uhr)\n116 123" in person.commands("support").said[0]


def test_helplines_that_a_language_does_not_tell_stay_with_the_remark_in_its_words() -> None:
    assert german().helplines.lines["US"] == "Lifeline (day and night)\n988\n\n(noch von niemandem geprüft)"
    assert (
        bilingual().helplines.lines["DE"]
        == "Telephone listeners (day and night)\n116 123\n\n(not yet checked by a person)"
    )


def test_the_phrase_that_is_to_be_typed_is_in_that_language() -> None:
    person = somebody("de").opens("forget").writes("forget me")
    assert person.said[0].startswith("Es wurde nichts entfernt.")
    (erased,) = person.writes("Vergiss mich").ordered(Erase)
    assert erased.language == "de"


def test_nothing_is_left_of_the_language_of_who_was_forgotten() -> None:
    assert somebody("de").opens("forget").writes("vergiss mich").session.profile == Profile()
