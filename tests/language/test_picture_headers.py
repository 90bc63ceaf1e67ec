"""The size of a picture is read from whatever stands at the beginning of its file, and nothing there does any harm."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.source.picture_headers import Header, PictureFormat, read_header
from tests.pictures import gif_head, jpeg_head, png, segment


@pytest.mark.parametrize("frame", [0xC0, 0xC1, 0xC2, 0xCF])
@pytest.mark.parametrize(
    "before",
    [
        b"",
        segment(0xE0, b"JFIF\0") + segment(0xE1, b"Exif\0\0" + jpeg_head(1, 1) + bytes(60_000)),
        segment(0xC4, bytes(30)) + b"\xff\xff\xff" + segment(0xFE, b"a word"),
        b"\xff\x01" + segment(0xDB, bytes(65)),
    ],
    ids=["nothing", "a camera's data with a small picture in it", "tables and fill bytes", "a marker alone"],
)
def test_the_size_of_a_jpeg_is_found_behind_whatever_stands_before_it(frame: int, before: bytes) -> None:
    found = read_header(BytesIO(jpeg_head(640, 480, frame, before)))

    assert found == Header(kind=PictureFormat.JPEG, width=640, height=480)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xda" + jpeg_head(8, 8)[2:],
        b"\xff\xd8" + segment(0xE0, b"") * 1000 + jpeg_head(8, 8)[2:],
        b"\xff\xd8\xff\xe0\0\0" * 3,
        b"\xff\xd8\xff" + b"\xff" * 100,
        jpeg_head(8, 0),
    ],
    ids=["ends at once", "no frame", "made to be slow", "segments of no length", "fill bytes alone", "no height"],
)
def test_a_jpeg_that_never_tells_its_size_is_none(content: bytes) -> None:
    assert read_header(BytesIO(content)) is None


@given(st.sampled_from([png(), gif_head(9, 9), jpeg_head(9, 9, before=segment(0xE1, bytes(9)))]), st.data())
def test_whatever_a_file_holds_it_is_a_picture_of_some_size_or_none(whole: bytes, data: st.DataObject) -> None:
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    place = data.draw(st.integers(0, max(len(cut) - 1, 0)))
    content = cut[:place] + data.draw(st.binary(max_size=4)) + cut[place + 1 :]

    found = read_header(BytesIO(content))

    assert found is None or (found.width > 0 and found.height > 0)
