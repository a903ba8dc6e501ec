"""What texts say beside what is known: office at the date, leaders, foundings, ages, distances, geography, ranks, sums.

One small file a check; each row shows both sides and whether they go together, and decides nothing. Known are the codebook, the
gazetteer and the texts themselves, no more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dateline.codebook import Codebook
from dateline.gazetteer import Gazetteer
from dateline.records import Document, Row, Sentence, Statement
from dateline.situation.cells import in_archive_order
from dateline.situation.checks.ages import check_ages
from dateline.situation.checks.distances import check_distances
from dateline.situation.checks.finding import DIFFERS
from dateline.situation.checks.geography import check_geography
from dateline.situation.checks.leaders import check_leaders
from dateline.situation.checks.lifetimes import check_lifetimes
from dateline.situation.checks.offices import check_offices
from dateline.situation.checks.ranks import check_ranks
from dateline.situation.checks.sums import check_sums
from dateline.situation.parts import Part, part_of, place_of, rows_of
from dateline.situation.passages import passages


def checks(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    sentences: Mapping[str, Sentence],
    codebook: Codebook,
    gazetteer: Gazetteer,
) -> list[Row]:
    """All findings: those that differ first, then by check, in the order of the archive."""
    return rows_of(check_parts(statements, documents, sentences, codebook, gazetteer))


def check_parts(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    sentences: Mapping[str, Sentence],
    codebook: Codebook,
    gazetteer: Gazetteer,
) -> Iterator[Part]:
    """The findings of each document: a check looks at one text, beside codebook and gazetteer."""
    ordered = in_archive_order(statements, documents)
    document_of = {statement.id: statement.assertion.document for statement in ordered}
    stretches, actors = passages(ordered, documents, sentences), codebook.actors
    made: Sequence[Iterable[Row]] = (
        check_offices(stretches, actors),
        check_leaders(ordered, documents, actors),
        check_lifetimes(ordered, documents, actors),
        check_ages(stretches, actors),
        check_geography(stretches, gazetteer, actors),
        check_distances(stretches, gazetteer),
        check_ranks(stretches, gazetteer, actors),
        check_sums(stretches, documents),
    )
    found: dict[str, list[tuple[str, Row]]] = {}
    for number, rows in enumerate(made):
        for row in rows:
            document = documents[document_of[row.statements[0]]]
            place = place_of(row.cells["finding"] != DIFFERS, number, document.published or "", document.name, document.id)
            found.setdefault(document.id, []).append((place, row))
    for document, rows in found.items():
        yield part_of(document, (document,), rows)
