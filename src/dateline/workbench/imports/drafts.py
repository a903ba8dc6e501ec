"""What others say of a concept -> a draft of a type, which says what it lacks; nothing reads it before it is complete."""

from collections.abc import Iterable

from dateline.codebook import Codebook
from dateline.errors import DatelineError
from dateline.records import Record
from dateline.workbench.entry_drafts import Draft, entry_id, read_words, trigger_text
from dateline.workbench.imports.imported import Imported
from dateline.workbench.yaml_text import folded, scalar

_DRAFT = (
    "# A draft from {source}. Nothing reads it before it is complete. It lacks {lacks}.\n"
    "# When it has all, move the file into the folder events, control or relations, whichever `kind` says.\n"
)


class Concept(Record, frozen=True):
    """What somebody else's vocabulary says of one concept."""

    note: str
    """Where it stands there: an address, or the way to it."""
    name: str
    words: tuple[str, ...] = ()
    """Other words for it."""
    definition: str = ""
    examples: tuple[str, ...] = ()


def add_drafts(concepts: Iterable[Concept], codebook: Codebook, source: str, kind: str, found: Imported) -> None:
    """Concepts as drafts of types of one kind; those that are there already are left out, and told."""
    taken: set[str] = set()
    for concept in concepts:
        id = entry_id(concept.name)
        if id in codebook.entries or id in taken:
            found.leave("types that are there already", concept.name)
            continue
        taken.add(id)
        found.drafts.append(Draft(path=f"{id}.yaml", text=_draft(concept, id, kind, source, found)))
    found.carried["drafts of types"] = len(found.drafts)


def _draft(concept: Concept, id: str, kind: str, source: str, found: Imported) -> str:
    triggers = []
    for words in (concept.name, *concept.words):
        try:
            trigger, _ = read_words(words.replace(":", " "))
        except DatelineError:
            found.leave("words that cannot be looked for", words)
            continue
        if trigger not in triggers:
            triggers.append(trigger)
    lacks = [
        what
        for what, there in (
            ("a definition", concept.definition),
            ('a sentence under "yes"', concept.examples),
            ('a sentence under "no" with why', ()),
        )
        if not there
    ]
    lines = [
        _DRAFT.format(source=source, lacks=", ".join(lacks)),
        f"id: {id}\n",
        f"label: {scalar(concept.name)}\n",
        f"kind: {kind}\n",
    ]
    lines.append(f"definition: {folded(concept.definition)}\n" if concept.definition else 'definition: ""\n')
    lines += ["triggers:\n", *(f"  - {trigger_text(trigger)}\n" for trigger in triggers)]
    lines += ["examples:\n", '  "yes":\n', *(f"    - {scalar(sentence)}\n" for sentence in concept.examples)]
    return "".join([*lines, '  "no":\n', f"# {concept.note}\n"])
