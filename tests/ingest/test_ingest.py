"""The door: plain text unchanged, folders in order, dirt set aside, limits kept, nothing on stderr."""

import hashlib
import io
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import InputError, Reason, UsageError
from dateline.ingest import ingest_path, ingest_stream, ingest_text
from dateline.records import Document, SetAside

ENGLISH = (
    "The army said on Sunday that its troops had left the river town of Tell Rima and that the mayor was with them in the hills. "
)
SPANISH = "El ejército dijo el domingo que sus tropas habían salido del pueblo y que el alcalde estaba con ellas en las montañas. "
ARABIC = "قال الجيش يوم الأحد إن قواته غادرت البلدة الواقعة على النهر."


def one(path: Path, **options: int) -> Document | SetAside:
    (found,) = ingest_path(path, **options)  # type: ignore[arg-type]
    return found


@settings(deadline=None)  # the first text in another script loads the language identifier
@given(st.text())
def test_any_text_stays_identical_and_its_furniture_quotes_it(text: str) -> None:
    document = ingest_text(text, name="x")
    assert document.text == text
    assert document.id == hashlib.sha256(text.encode()).hexdigest()[:32]
    for anchor in document.furniture:
        assert text[anchor.start : anchor.end] == anchor.exact


@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n", "\x0c", "\u2028"])
@pytest.mark.parametrize(
    "words", ["The army left.\r\nThe town fell.", "\u202bמלחמה\u202c in Tell Rima 🏴 e\u0301", "\ttab \xa0 and space"]
)
def test_a_plain_file_is_its_decoded_bytes_unchanged(tmp_path: Path, words: str, end: str) -> None:
    (tmp_path / "note.txt").write_bytes(b"\xef\xbb\xbf" + (words + end).encode())
    document = one(tmp_path / "note.txt")
    assert isinstance(document, Document)
    assert document.text == words + end
    assert (document.name, document.published, document.published_from, document.source) == (
        "note",
        None,
        None,
        str(tmp_path / "note.txt"),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\u2003\u3000\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"\x00" * 100, "binary"),
        ("Tell Rima – “quiet”".encode()[:-1], "encoding"),
        ((SPANISH * 2).encode(), "not_english"),
        (SPANISH.upper().encode("cp1252") * 2, "not_english"),
        (ARABIC.encode(), "not_english"),
        (ARABIC.encode("cp1256") * 4, "not_english"),
        (b"<html><body></body></html>", "no_article"),
        (b"<!DOCTYPE html>", "no_article"),
        (b'{"text": 1}', "malformed"),
        (b'{"text": ""}', "empty"),
        (b'{"text":' * 5000, "malformed"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "x").write_bytes(content)
    aside = one(tmp_path / "x")
    assert isinstance(aside, SetAside)
    assert (aside.stage, aside.reason) == ("ingest", reason)
    assert aside.item.startswith(str(tmp_path / "x"))
    assert aside.detail
    assert "\n" not in aside.detail
    assert Reason(aside.reason)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH.upper(),
        "Troops left.",
        "SANA'A: QUIET.",
        "Le général est mort.",
        ENGLISH + ARABIC,
        "Tell Rima, Deir Salim, Ain Dara: 12",
    ],
)
def test_short_texts_capitals_and_foreign_names_are_not_taken_for_other_languages(tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_text(text, encoding="utf-8")
    assert isinstance(one(tmp_path / "x"), Document)


def test_a_folder_is_read_in_order_without_hidden_files_and_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    for name, content in {
        "b.txt": ENGLISH.encode(),
        "a/z.txt": b"The town fell.",
        "a/.hidden": b"Hidden.",
        ".git/x.txt": b"Hidden.",
        "a.txt": b"The army left.",
        "c.png": b"\x89PNG\r\n\x1a\n\x00",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    found = list(ingest_path(tmp_path))
    assert [f.name if isinstance(f, Document) else (Path(f.item).name, f.reason) for f in found] == [
        "z",
        "a",
        "b",
        ("c.png", "binary"),
        ("dead", "unreadable"),
    ]


def test_a_missing_path_or_a_folder_without_files_is_an_error_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty" / "deeper").mkdir(parents=True)
    for path in (tmp_path / "nowhere", tmp_path / "empty"):
        with pytest.raises(InputError, match=path.name) as caught:
            ingest_path(path)
        assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize("date", ["yesterday", "2014-13-01", "11/06/2014", ""])
def test_a_date_that_is_none_is_a_usage_error(date: str) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        ingest_text("The army left.", published=date)


def test_half_a_character_is_an_error_of_one_sentence() -> None:
    with pytest.raises(InputError, match="lone surrogate"):
        ingest_text("The army left \ud800.")


def test_standard_input_is_read_like_a_file() -> None:
    (document,) = ingest_stream(io.BytesIO(b"The army left.\r\n"), published="2014-06-11", outlet="CNN")
    assert isinstance(document, Document)
    assert (document.text, document.name, document.published_from) == ("The army left.\r\n", "stdin", "option")
    lines = b'{"text": "The army left."}\n' * 5000
    assert sum(isinstance(f, Document) for f in ingest_stream(io.BytesIO(lines))) == 5000


def test_fifty_megabytes_of_one_line_are_set_aside_within_bounded_memory(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        for _ in range(50):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    try:
        aside = one(tmp_path / "big.txt")
        assert tracemalloc.get_traced_memory()[1] < 45_000_000
    finally:
        tracemalloc.stop()
    assert isinstance(aside, SetAside)
    assert (aside.reason, "20000000" in aside.detail) == ("too_large", True)


def test_the_limit_of_json_lines_is_for_a_line_not_for_the_file(tmp_path: Path) -> None:
    lines = [b'{"text": "The army left."}', b'{"text": "' + b"x" * 3_000_000 + b'"}', b'{"text": "The town fell."}']
    (tmp_path / "x.jsonl").write_bytes(b"\n".join([lines[0]] * 50 + lines))
    found = list(ingest_path(tmp_path / "x.jsonl", limit_bytes=1000))
    assert [f.reason for f in found if isinstance(f, SetAside)] == ["too_large"]
    assert sum(isinstance(f, Document) for f in found) == 52


@pytest.mark.parametrize("size", [999, 1000, 1001])
def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path, size: int) -> None:
    (tmp_path / "x").write_bytes(b"x" * size)
    assert isinstance(one(tmp_path / "x", limit_bytes=1000), Document if size <= 1000 else SetAside)


def test_reading_pages_writes_nothing_to_stderr_or_stdout() -> None:
    folder = Path(__file__).parent / "fixtures"
    code = "import sys; from dateline.ingest import ingest_path; list(ingest_path(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, check=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_plain_english_text_loads_no_library_for_pages_feeds_or_languages(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(ENGLISH, encoding="utf-8")
    code = (
        "import sys; from dateline.ingest import ingest_path; list(ingest_path(sys.argv[1])); "
        "print(sorted({'trafilatura', 'feedparser', 'py3langid', 'charset_normalizer', 'lxml', 'htmldate'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
