"""Words become a message: markup, escapes, lines left out, and values that are never read as markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.words import Entity, MarkupError, Message, Style, parse_words, utf16_length

HOSTILE = (
    "{user.__class__}",
    "{name}",
    "<b>bold</b>",
    "_*[",
    "\\",
    "\\*",
    "\N{RIGHT-TO-LEFT OVERRIDE}txt.exe",
    "a\0b",
    "\N{GRINNING FACE}" * 4096,
    "*not bold*\n_nor italic_",
)


def bold(offset: int, length: int) -> Entity:
    return Entity(style=Style.BOLD, offset=offset, length=length)


def italic(offset: int, length: int) -> Entity:
    return Entity(style=Style.ITALIC, offset=offset, length=length)


def said(source: str, **values: str) -> Message:
    return parse_words(source).fill(values)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", ()),
        ("*all*", "all", (bold(0, 3),)),
        ("a *b* _c_", "a b c", (bold(2, 1), italic(4, 1))),
        ("*_both_*", "both", (bold(0, 4), italic(0, 4))),
        ("*a _b* c_", "a b c", (bold(0, 3), italic(2, 3))),
        ("*two\nlines*", "two\nlines", (bold(0, 3), bold(4, 5))),
        (r"\*not bold\*, \_, \{x\} and \\", "*not bold*, _, {x} and \\", ()),
        ("ends with \\", "ends with \\", ()),
        ("snake_case_name, a*b*c, 3*4", "snake_case_name, a*b*c, 3*4", ()),
        ("a_b _c_", "a_b c", (italic(4, 1),)),
        ("这是*粗*体", "这是粗体", (bold(2, 1),)),
    ],
)
def test_markup_is_read_into_text_and_entities(source: str, text: str, entities: tuple[Entity, ...]) -> None:
    assert said(source) == Message(text=text, entities=entities)


@pytest.mark.parametrize(
    ("source", "offset"),
    [
        ("a *b", 2),
        ("_", 0),
        ("{", 0),
        ("a }", 2),
        ("{Name}", 0),
        ("{a.b}", 0),
        ("{}", 0),
        ("{a}{b c}", 3),
        ("a **b** c", 2),
        ("__b__", 0),
        ("*un*happy", 0),
    ],
)
def test_what_is_no_markup_is_refused_where_it_stands(source: str, offset: int) -> None:
    with pytest.raises(MarkupError) as error:
        parse_words(source)
    assert error.value.offset == offset


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_goes_in_as_it_is(value: str) -> None:  # fault 23, fault 24
    assert said("Hello {name}!", name=value) == Message(text=f"Hello {value}!")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_value_can_change_no_form(value: str) -> None:  # fault 24
    message = said("*{name}* and _more_", name=value)
    length = utf16_length(value)
    assert message == Message(text=f"{value} and more", entities=(bold(0, length), italic(length + 5, 4)))


@pytest.mark.parametrize(
    ("before", "offset"),
    [
        ("\N{GRINNING FACE}", 2),
        ("e\N{COMBINING ACUTE ACCENT}", 2),
        ("\N{WOMAN}\u200d\N{ROCKET}", 5),
        ("ü", 1),
        ("\N{MUSICAL SYMBOL G CLEF}a", 3),
    ],
)
def test_offsets_count_utf16_units(before: str, offset: int) -> None:  # fault 24
    assert said(f"{before} *b*").entities == (bold(offset + 1, 1),)
    assert said("{value}*b*", value=before).entities == (bold(offset, 1),)


def test_a_line_whose_optional_value_is_missing_is_left_out() -> None:
    source = "one\nI call you {name?}.\n\nthree"
    assert said(source).text == "one\n\nthree"
    assert said(source, name="").text == "one\n\nthree"
    assert said(source, name="Ana").text == "one\nI call you Ana.\n\nthree"


@pytest.mark.parametrize(
    ("values", "text"),
    [({}, "First: not told\nThen: *later*"), ({"first": "A"}, "First: A\nThen: *later*"), ({"first": ""}, None)],
)
def test_a_gap_can_be_shown_as_a_gap(values: dict[str, str], text: str | None) -> None:
    expected = text or "First: not told\nThen: *later*"
    assert said("First: {first?|not told}\nThen: {then?|*later*}\nLast: {last?}", **values).text == expected


def test_what_stands_for_a_gap_has_the_marks_of_its_slot() -> None:
    assert said("*{first?|not told}*").entities == (bold(0, 8),)


def test_a_value_with_words_for_a_gap_is_one_that_may_be_missing() -> None:
    words = parse_words("{first?|not told} {second?}")
    assert (words.slots, words.optional_slots) == (frozenset[str](), frozenset({"first", "second"}))


@pytest.mark.parametrize("slot", ["{first|not told}", "{first?|}", "{first?| }", "{first?|a|b}", "{first?not told}"])
def test_words_for_a_gap_belong_to_a_value_that_may_be_missing(slot: str) -> None:
    with pytest.raises(MarkupError):
        parse_words(slot)


def test_a_needed_value_that_is_missing_is_a_bug() -> None:
    with pytest.raises(KeyError):
        said("{name}")


def test_words_know_which_values_they_hold() -> None:
    words = parse_words("{a} {b?}\n{c}")
    assert words.slots == {"a", "c"}
    assert words.optional_slots == {"b"}


def test_one_message_after_another_keeps_its_marks() -> None:
    both = said("*\N{GRINNING FACE}*").then(said("_b_"))
    assert both == Message(text="\N{GRINNING FACE}\n\nb", entities=(bold(0, 2), italic(4, 1)))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\*_{}\n")))
def test_a_message_survives_json(text: str) -> None:
    message = said(f"*a{text}* _b_")
    assert Message.from_dict(message.to_dict()) == message
