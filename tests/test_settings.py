"""Settings: which source wins, what is refused, and that every knob is described."""

import datetime
from pathlib import Path

import pytest

from dateline.errors import UsageError
from dateline.settings import Settings, describe_settings, load_key, load_settings


def test_without_anything_given_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(environ={}, folder=tmp_path) == Settings()


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text('db = "file.db"\nthreads = 1\nbatch_documents = 2\n', encoding="utf-8")
    environ = {"DATELINE_THREADS": "3", "DATELINE_BATCH_DOCUMENTS": "4"}
    settings = load_settings({"batch_documents": 5, "db": None}, environ=environ, folder=tmp_path)
    assert (settings.batch_documents, settings.threads, settings.db, settings.max_bytes) == (5, 3, "file.db", 20_000_000)


@pytest.mark.parametrize("written", ['date = "2014-06-11"', "date = 2014-06-11"])
def test_a_date_may_be_quoted_or_not_in_the_file(tmp_path: Path, written: str) -> None:
    (tmp_path / "dateline.toml").write_text(written, encoding="utf-8")
    settings = load_settings(environ={}, folder=tmp_path)
    assert settings.date == datetime.date(2014, 6, 11)
    assert settings.published == "2014-06-11"


@pytest.mark.parametrize(
    ("flags", "environ", "says"),
    [
        ({"thread": 2}, {}, "did you mean threads"),
        ({}, {"DATELINE_OUTLETS": "x"}, "DATELINE_OUTLETS is no setting of Dateline; did you mean outlet"),
        ({}, {"DATELINE_ZZZZ": "x"}, "there are db, batch_documents"),
        ({}, {"DATELINE_THREADS": "many"}, "DATELINE_THREADS cannot be 'many'"),
        ({"threads": -1}, {}, "threads cannot be -1"),
        ({"batch_documents": 0}, {}, ">= 1"),
        ({"max_bytes": 1.5}, {}, "max_bytes"),
        ({"date": "11 June 2014"}, {}, "date cannot be '11 June 2014'"),
        ({"date": "2014-02-30"}, {}, "date"),
        ({"db": ""}, {}, "db"),
        ({"outlet": 5}, {}, "outlet"),
    ],
)
def test_unknown_names_and_values_out_of_bounds_are_usage_errors(
    flags: dict[str, object], environ: dict[str, str], says: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        load_settings(flags, environ=environ, folder=tmp_path)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"db = ", b"\xff\xfe", b"colour = 1\n", b"[ingest]\nmax_bytes = 3\n", b"threads = 'x'\n"])
def test_a_file_that_is_not_well_formed_or_names_the_unknown_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dateline.toml").write_bytes(content)
    with pytest.raises(UsageError, match=r"dateline\.toml"):
        load_settings(environ={}, folder=tmp_path)


@pytest.mark.parametrize("outlet", ["null", "123", "true", "دويتشه فيله"])
def test_an_outlet_stays_the_words_it_was_given_as(tmp_path: Path, outlet: str) -> None:
    assert load_settings(environ={"DATELINE_OUTLET": outlet}, folder=tmp_path).outlet == outlet


def test_the_key_is_no_setting_and_is_never_told(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text('llm_key = "sk-secret"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"llm_key in .* is no setting") as caught:
        load_settings(environ={}, folder=tmp_path)
    assert "sk-secret" not in str(caught.value)
    assert load_settings(environ={"DATELINE_LLM_KEY": "sk-secret"}, folder=tmp_path / "none") == Settings()
    assert (load_key({"DATELINE_LLM_KEY": " sk-secret\n"}), load_key({})) == ("sk-secret", None)
    for key in ("sk secret", "sk-secr\u00e9t", "sk\r\nX-Other: 1"):
        with pytest.raises(UsageError, match="letters that no key has") as caught:
            load_key({"DATELINE_LLM_KEY": key})
        assert key not in str(caught.value)


def test_an_empty_variable_and_the_evaluation_folder_are_no_settings(tmp_path: Path) -> None:
    environ = {"DATELINE_OUTLET": "", "DATELINE_SHARED": "somewhere", "PATH": "x"}
    assert load_settings(environ=environ, folder=tmp_path) == Settings()


def test_every_knob_has_help_and_a_default_within_its_bounds() -> None:
    for knob in describe_settings():
        assert knob.help.endswith("."), knob.name
        assert knob.lowest is None or knob.default >= knob.lowest
        assert knob.highest is None or knob.default <= knob.highest


@pytest.mark.parametrize("knob", describe_settings(), ids=lambda knob: knob.name)
def test_every_knob_can_be_given(knob) -> None:
    given = {
        "url": "https://desk.example.org",
        "oidc_issuer": "https://login.example.org",
        "oidc_role": "coder",
        "metrics_token": "a token of sixteen letters or more",
        "date": "2014-06-11",
    }
    value = given.get(knob.name) or str(knob.default if knob.default is not None else "some words")
    found = getattr(load_settings(environ={f"DATELINE_{knob.name.upper()}": value}, folder=Path("no such folder")), knob.name)
    assert str(found) == value
    if knob.default is None and knob.name not in ("coder", "outlet", "date"):
        with pytest.raises(UsageError, match=knob.name):
            load_settings({knob.name: ""}, environ={}, folder=Path("no such folder"))
