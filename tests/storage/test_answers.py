"""Reflections: in parts, editable, newest first, each person's their own."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlcipher3 import dbapi2

from bot.dialogue.effects import AddToAnswer, AnswerPart, ContinueAnswer, KeepAnswer
from bot.dialogue.model import DialogueId, StateId
from bot.storage import answers
from bot.storage.answers import Reflection
from bot.storage.database import Database, Transaction

ANN, BEN = 11, 12


def answer(number: int, *parts: AnswerPart) -> KeepAnswer:
    return KeepAnswer(
        number=number, dialogue="shame", run=1, state=StateId("fears"), question=f"Question {number}?", parts=parts
    )


def said(message_id: int, words: str) -> AnswerPart:
    return AnswerPart(message_id=message_id, words=words)


def keep_many(tx: Transaction, person: int, numbers: range, now: datetime) -> None:
    for number in numbers:
        answers.keep(tx, person, answer(number, said(number, f"words {number}")), now)


def numbers(reflections: list[Reflection]) -> list[int]:
    return [reflection.number for reflection in reflections]


async def test_a_reflection_has_the_question_the_time_and_its_parts_in_order(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[Reflection]:
        answers.keep(tx, ANN, answer(1, said(5, "one"), AnswerPart(message_id=6, voice="file")), now)
        answers.add(tx, ANN, AddToAnswer(number=1, part=said(4, "three")))
        return answers.page(tx, ANN, None, 5)

    assert await database.run(work) == [
        Reflection(
            number=1,
            dialogue=DialogueId("shame"),
            state=StateId("fears"),
            question="Question 1?",
            at=now,
            parts=(said(5, "one"), AnswerPart(message_id=6, voice="file"), said(4, "three")),
        )
    ]


async def test_pages_go_back_from_the_newest_and_show_each_once(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        keep_many(tx, ANN, range(1, 8), now)
        return [numbers(answers.page(tx, ANN, before, 3)) for before in (None, 5, 2, 1)]

    assert await database.run(work) == [[7, 6, 5], [4, 3, 2], [1], []]


async def test_each_person_has_their_own_answers(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        keep_many(tx, ANN, range(1, 4), now)
        keep_many(tx, BEN, range(1, 2), now)
        return [numbers(answers.page(tx, person, None, 9)) for person in (ANN, BEN)]

    assert await database.run(work) == [[3, 2, 1], [1]]


async def test_sealed_answers_are_not_shown_until_they_are_back(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        keep_many(tx, ANN, range(1, 5), now)
        keep_many(tx, BEN, range(1, 5), now)
        answers.seal(tx, ANN, (2, 3, 9))
        seen = [numbers(answers.page(tx, ANN, None, 9))]
        for person in (BEN, ANN):
            answers.unseal(tx, person)
            seen.append(numbers(answers.page(tx, ANN, None, 9)))
        return seen

    assert await database.run(work) == [[4, 1], [4, 1], [4, 3, 2, 1]]


async def test_only_its_owners_answers_are_sealed(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[int]:
        keep_many(tx, ANN, range(1, 3), now)
        keep_many(tx, BEN, range(1, 3), now)
        answers.seal(tx, ANN, (1, 2))
        return numbers(answers.page(tx, BEN, None, 9))

    assert await database.run(work) == [2, 1]


async def test_an_edited_message_replaces_its_words_alone(database: Database, now: datetime) -> None:  # fault 17
    def work(tx: Transaction) -> tuple[bool, list[Reflection]]:
        answers.keep(tx, ANN, answer(1, said(5, "one"), said(6, "two")), now)
        answers.keep(tx, BEN, answer(1, said(5, "one")), now)
        return answers.replace_words(tx, ANN, 5, "ONE"), [r for p in (ANN, BEN) for r in answers.page(tx, p, None, 9)]

    replaced, (anns, bens) = await database.run(work)
    assert replaced
    assert anns.parts == (said(5, "ONE"), said(6, "two"))
    assert bens.parts == (said(5, "one"),)


async def test_editing_what_is_no_answer_changes_nothing(database: Database, now: datetime) -> None:
    def work(tx: Transaction) -> list[bool]:
        answers.keep(tx, ANN, answer(1, AnswerPart(message_id=6, voice="file"), said(7, "one")), now)
        edits = ((5, "new"), (5, None), (6, None), (7, None))
        return [answers.replace_words(tx, ANN, message, words) for message, words in edits]

    assert await database.run(work) == [False] * 4


async def test_what_stands_under_a_voice_note_comes_and_goes_and_the_note_stays(
    database: Database, now: datetime
) -> None:  # fault 59
    def work(tx: Transaction) -> list[tuple[AnswerPart, ...]]:
        answers.keep(tx, ANN, answer(1, AnswerPart(message_id=6, voice="file")), now)
        found = []
        for words in ("new", "newer", None):
            assert answers.replace_words(tx, ANN, 6, words)
            found += [reflection.parts for reflection in answers.page(tx, ANN, None, 1)]
        return found

    assert await database.run(work) == [
        (AnswerPart(message_id=6, voice="file", words=words),) for words in ("new", "newer", None)
    ]


async def test_a_part_cannot_join_an_answer_that_is_not_there(database: Database) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        await database.run(lambda tx: answers.add(tx, ANN, AddToAnswer(number=1, part=said(5, "one"))))


async def test_nothing_is_left_of_an_answer_that_was_removed_and_no_edit_brings_it_back(
    database: Database, now: datetime
) -> None:
    def work(tx: Transaction) -> tuple[list[Reflection], bool, list[Reflection]]:
        for person in (ANN, BEN):
            answers.keep(tx, person, answer(1, said(5, "one"), said(6, "two")), now)
        answers.keep(tx, ANN, answer(2, said(7, "three")), now)
        answers.remove(tx, ANN, 1)
        edited = answers.replace_words(tx, ANN, 5, "ONE")
        return answers.page(tx, ANN, None, 9), edited, answers.page(tx, BEN, None, 9)

    anns, edited, bens = await database.run(work)
    assert [reflection.number for reflection in anns] == [2]
    assert not edited
    assert len(bens) == 1


async def test_an_answer_that_goes_on_has_the_question_of_the_one_before_and_is_put_away_where_that_is(
    database: Database, now: datetime
) -> None:
    def work(tx: Transaction) -> list[list[Reflection]]:
        answers.keep(tx, ANN, answer(1, said(5, "one")), now)
        answers.go_on(tx, ANN, ContinueAnswer(number=2, of=1, part=said(6, "two")), now)
        open_ones = answers.page(tx, ANN, None, 9)
        answers.seal(tx, ANN, [1, 2])
        answers.go_on(tx, ANN, ContinueAnswer(number=3, of=2, part=said(7, "three")), now)
        return [open_ones, answers.page(tx, ANN, None, 9)]

    (further, first), sealed = await database.run(work)
    assert (further.question, further.state, further.parts) == (first.question, first.state, (said(6, "two"),))
    assert not sealed
