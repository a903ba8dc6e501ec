"""Who calls whom what: by outlet and voice, names left out, switches of words named with their day."""

from random import Random

from annotated import archive, codebook, document, examples, read, row, seed

from dateline.records import Row
from dateline.situation.labels import labels


def table(documents, statements) -> list[Row]:
    return labels(statements, documents, codebook())


def called(rows: list[Row], *names: str) -> list[tuple]:
    return [tuple(row.cells[name] for name in names) for row in rows]


def told(*uses: tuple[str, str, str], target: str = "Taliban", voice: str | None = None) -> list[Row]:
    """The table of outlets that use words on days: (outlet, day, word)."""
    documents, found = [], []
    for number, (outlet, day, word) in enumerate(uses):
        documents.append(document(f"The {word} came, {voice} said. {number}", f"d{number}", outlet=outlet, published=day))
        fields = {"target": target} | ({"voice": voice} if voice else {})
        found.append(read(documents[-1], row("label", word, **fields)))
    return table(*archive(*found, documents=documents))


def test_the_first_article_quotes_three_words_and_uses_two_of_its_own() -> None:
    rows = table(*seed())
    assert called(rows, "target", "term", "voice") == [
        ("Government of Syria", "regime", "author"),
        ("Islamic State of Iraq and Syria", "jihadists", "author"),
        ("Islamic State of Iraq and Syria", "rebels", "“coverage from Iraq”"),
        ("Islamic State of Iraq and Syria", "insurgents", "“coverage from Iraq”"),
        ("Islamic State of Iraq and Syria", "militants", "“coverage from Iraq”"),
    ]
    assert {row.cells["outlet"] for row in rows} == {"CNN"} and rows[2].cells["others"] == ["insurgents", "militants"]


def test_every_label_of_the_examples_stands_in_a_row() -> None:
    documents, statements = examples()
    shown = {name for row in table(documents, statements) for name in row.statements}
    assert shown == {s.id for s in statements if s.assertion.kind == "label"}


def test_whose_word_it_is_is_kept_apart() -> None:
    rows = table(*examples())
    front = [row for row in rows if row.cells["target"] == "Farabundo Marti National Liberation Front"]
    assert called(front, "term", "voice") == [("terrorists", "High Command"), ("guerrillas", "author"), ("rebels", "author")]


def test_capitals_and_number_make_no_other_word() -> None:
    (only,) = told(("A", "2014-06-01", "REBELS"), ("A", "2014-06-02", "rebels"), ("A", "2014-06-03", "Rebel"))
    assert only.cells["documents"] == 3 and len(only.statements) == 3
    assert only.cells["used"] == {"start": "2014-06-01", "end": "2014-06-03"}


def test_a_name_is_no_label() -> None:
    assert told(("A", "2014-06-01", "Islamic State"), target="Islamic State of Iraq and Syria") == []


def test_a_word_for_nobody_known_has_no_target() -> None:
    (only,) = told(("A", "2014-06-01", "armed men"), target="armed men")
    assert only.cells["target"] is None and only.cells["others"] == []


def test_a_switch_is_named_with_its_day_and_rests_on_both_sides() -> None:
    rows = told(("A", "2014-06-01", "rebels"), ("A", "2014-06-05", "terrorists"), ("A", "2014-06-09", "rebels"))
    assert called(rows, "term", "switches") == [
        ("rebels", ["9 June 2014, from terrorists"]),
        ("terrorists", ["5 June 2014, from rebels"]),
    ]
    assert len(rows[1].statements) == 2


def test_a_new_word_beside_the_old_one_is_no_switch() -> None:
    rows = told(("A", "2014-06-01", "rebels"), ("A", "2014-06-05", "rebels"), ("A", "2014-06-05", "terrorists"))
    assert all(row.cells["switches"] == [] for row in rows)


def test_another_outlets_word_is_no_switch() -> None:
    assert all(row.cells["switches"] == [] for row in told(("A", "2014-06-01", "rebels"), ("B", "2014-06-05", "terrorists")))


def test_two_words_of_one_day_are_no_switch() -> None:
    assert all(row.cells["switches"] == [] for row in told(("A", "2014-06-01", "rebels"), ("A", "2014-06-01", "terrorists")))


def test_tones_are_the_codebooks() -> None:
    rows = told(("A", "2014-06-01", "terrorists"), ("A", "2014-06-01", "freedom fighters"), ("A", "2014-06-01", "rebels"))
    assert called(rows, "term", "tone") == [("terrorists", "hostile"), ("freedom fighters", "friendly"), ("rebels", "plain")]


def test_order_of_statements_changes_nothing() -> None:
    documents, statements = examples()
    mixed = list(statements)
    Random(3).shuffle(mixed)
    assert table(documents, mixed) == table(documents, statements)
