"""W3C Web Annotations (JSON-LD): every statement as an annotation on the stretch of text that it rests on.

The target is the text as stored, named by its hash, since offsets count characters of that text; `scope` is the page that it
came from. A TextPositionSelector gives the offsets, a TextQuoteSelector the words with what stands around them: where a
private name is withheld in those words the quote selector is left out, since it would no longer match, and the offsets
remain. The bodies say what is stated: a tag (kind and type), one sentence of the text, and the whole statement under our own
vocabulary.
"""

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from dateline.exports import Tally
from dateline.exports.items import Item, Report
from dateline.exports.properties import properties
from dateline.exports.tables import Tables

KINDS = frozenset({"event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement"})
BINARY = False
SUFFIX = ".jsonld"
ANNO = "http://www.w3.org/ns/anno.jsonld"
VOCABULARY = "urn:dateline:vocabulary:"
CONTEXT = [ANNO, {"dateline": VOCABULARY, "statement": {"@id": "dateline:statement", "@type": "@json"}}]
NO_QUOTE = "quote selector: a private name is withheld in it; the position remains"


def write(items: Iterable[Item], out: IO[str], tables: Tables, tally: Tally) -> None:
    """Write one annotation page, an annotation a line."""
    head = {"@context": CONTEXT, "id": "urn:dateline:annotations", "type": "AnnotationPage"}
    out.write(json.dumps(head)[:-1] + ', "items": [')
    for annotation in annotations(items, tally):
        out.write(("," if tally.rows else "") + "\n" + json.dumps(annotation, ensure_ascii=False))
        tally.rows += 1
    out.write("\n]}\n")


def annotations(items: Iterable[Item], tally: Tally) -> Iterator[dict[str, Any]]:
    """One annotation an item, as the items come."""
    for item in items:
        if any(report.masked for report in item.reports):
            tally.leave_out(NO_QUOTE)
        yield annotation(item)


def annotation(item: Item) -> dict[str, Any]:
    """An item as an annotation; with several reports it has several targets."""
    targets = [target(report) for report in item.reports]
    return {
        "id": f"urn:dateline:statement:{item.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {
            "id": f"urn:dateline:software:{item.versions.dateline}",
            "type": "Software",
            "name": item.versions.words(),
        },
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": f"{item.kind}:{item.type}" if item.type else item.kind},
            {"type": "TextualBody", "purpose": "describing", "value": item.reports[0].sentence, "format": "text/plain"},
            {"type": "dateline:Statement", "purpose": "classifying", "statement": properties(item)},
        ],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def target(report: Report) -> dict[str, Any]:
    """Where in which text."""
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": report.start, "end": report.end}]
    if not report.masked:
        quote = {"type": "TextQuoteSelector", "exact": report.quote, "prefix": report.prefix, "suffix": report.suffix}
        selectors.append(quote)
    found: dict[str, Any] = {"source": f"urn:dateline:document:{report.document}"}
    if report.url:
        found["scope"] = report.url
    return found | {"selector": selectors}
