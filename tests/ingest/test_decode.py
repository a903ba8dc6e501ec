"""Bytes to text: encodings that are declared, marked or only to be guessed, and what is refused."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ingest.decode import UndecodableError, decode

ARABIC = "The leader, أبو بكر, also known as أبو دعاء السامرائي, was named by the group on Sunday in Tell Rima.\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"One.\r\nTwo.\rThree.\n\n", "One.\r\nTwo.\rThree.\n\n"),
        (b"\xef\xbb\xbfOne.", "One."),
        ("“One” — ‘two’ café".encode("cp1252"), "“One” — ‘two’ café"),
        ("São José, Bogotá".encode("latin-1"), "São José, Bogotá"),
        ("Tell Rima – “quiet”.".encode("utf-16"), "Tell Rima – “quiet”."),
        ("The army left Tell Rima.".encode("utf-16-le"), "The army left Tell Rima."),
        ("The army left Tell Rima.".encode("utf-16-be"), "The army left Tell Rima."),
        ("The army left 🏴".encode("utf-32"), "The army left 🏴"),
        ((ARABIC * 3).encode("cp1256"), ARABIC * 3),
        ("Глава района заявил, что операция завершена. ".encode("cp1251") * 4, "Глава района заявил, что операция завершена. " * 4),
        ('<meta charset="windows-1256"><p>أبو بكر</p>'.encode("cp1256"), '<meta charset="windows-1256"><p>أبو بكر</p>'),
        (
            '<?xml version="1.0" encoding="iso-8859-1"?><a>“é”</a>'.encode("cp1252"),
            '<?xml version="1.0" encoding="iso-8859-1"?><a>“é”</a>',
        ),
        ('<meta charset="iso-8859-1"><p>“é”</p>'.encode(), '<meta charset="iso-8859-1"><p>“é”</p>'),
        (b'<meta charset="utf-16"><p>plain</p>', '<meta charset="utf-16"><p>plain</p>'),
        ('<meta charset="no-such-code"><p>café</p>'.encode("cp1252"), '<meta charset="no-such-code"><p>café</p>'),
        ("مرحبا \u202e🏴‍☠️ e\u0301".encode(), "مرحبا \u202e🏴‍☠️ e\u0301"),
        (b"", ""),
    ],
)
def test_bytes_become_the_text_they_were_written_as(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "reason", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary", "PNG"),
        (gzip.compress(b"The army left.", mtime=0), "binary", "gzip"),
        (b"%PDF-1.7\n%abc", "binary", "PDF"),
        (b"PK\x03\x04abc", "binary", "zip"),
        (b"The army left.\x00 The town fell.", "binary", "zero byte at 14"),
        (bytes(range(1, 9)) * 40, "binary", "control characters"),
        (b"\xff\xfeT\x00h\x00\x00\xd8e\x00", "encoding", "byte order mark"),
        ("The café at São José — closed.".encode()[:-4] + b"\xff closed", "encoding", "is UTF-8 but for byte"),
        ("Tell Rima – “quiet”".encode()[:-1], "encoding", "damaged or cut"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str, says: str) -> None:
    with pytest.raises(UndecodableError) as caught:
        decode(data)
    assert caught.value.reason == reason
    assert says in caught.value.detail


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: text[0] != "\ufeff"))
def test_any_text_in_utf_8_comes_back_unchanged(text: str) -> None:
    for encoded in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        if not encoded.startswith((b"BZh", b"GIF8", b"PK", b"%PDF-", b"<")):
            assert decode(encoded) == text


@given(st.binary())
def test_any_bytes_are_text_or_refused_with_a_reason(data: bytes) -> None:
    try:
        assert isinstance(decode(data), str)
    except UndecodableError as error:
        assert error.reason in ("binary", "encoding")
