"""Someone else's codebook into a folder of ours: the form is told, or guessed from the file, and what came of it is written down.

What is imported lies in a folder of its own beside the user's entries, so that it can be looked through, and thrown away, as one.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from dateline.codebook import Codebook
from dateline.codebook.actor_words import fold
from dateline.codebook.yaml_files import DRAFTS
from dateline.errors import UsageError
from dateline.records import Record
from dateline.workbench.folders import write_whole
from dateline.workbench.import_forms import Form, What
from dateline.workbench.imports import actors_csv, deep, petrarch_actors, petrarch_verbs, skos
from dateline.workbench.imports.imported import Imported, read_text
from dateline.workbench.yaml_text import flow_list, scalar

REPORT = "import.md"
KIND_OF = {What.EVENT_TYPES: "event", What.RELATIONS: "relation"}


class Request(Record, frozen=True):
    """What is to be imported, and how it is to be understood."""

    path: str
    form: Form
    source: str
    columns: dict[str, str] = msgspec.field(default_factory=dict)
    kind: str | None = None
    """What kind the actors are, where the file does not say it."""
    what: What = What.EVENT_TYPES


def import_file(request: Request, codebook: Codebook) -> Imported:
    """Read a file of another form.

    Raises:
        InputError: it cannot be read, or is not of the form.
        UsageError: something about it must be told.
    """
    path = Path(request.path)
    match request.form:
        case Form.PETRARCH:
            text = read_text(path)
            if petrarch_verbs.is_verb_dictionary(text):
                return petrarch_verbs.import_verbs(text, codebook)
            return petrarch_actors.import_actors(text, codebook, request.source)
        case Form.ACTORS_CSV:
            return actors_csv.import_table(read_text(path), codebook, request.source, request.columns, request.kind)
        case Form.DEEP:
            if request.what not in (What.EVENT_TYPES, What.RELATIONS):
                raise UsageError("The cells of a framework become types: --as event-types or --as relations.")
            return deep.import_types(path, codebook, request.source, KIND_OF[request.what])
    match request.what:
        case What.ACTORS:
            if request.kind is None:
                raise UsageError("A vocabulary does not say what its actors are; say it with --kind, as in --kind organisation.")
            return skos.import_actors(path, codebook, request.source, request.kind)
        case What.LABELS:
            return skos.import_labels(path, codebook)
    return skos.import_types(path, codebook, request.source, KIND_OF[request.what])


def write_import(found: Imported, folder: Path, request: Request) -> list[Path]:
    """Write what was imported into a folder of its own under the codebook; returns the files, the report last.

    Raises:
        UsageError: the file was imported into this codebook before.
    """
    name = fold(Path(request.path).name.partition(".")[0]).replace(" ", "_") or "file"
    home = folder / f"imported_{name}"
    if home.exists():
        raise UsageError(f"{home} is there already; throw it away first to import the file anew.")
    head = f"# Imported from {Path(request.path).name} ({request.form.value}). Look it through before you rely on it.\n\n"
    texts: dict[Path, str] = {}
    if found.actors:
        texts[home / "actors" / f"{name}.yaml"] = head + "".join(found.actors)
    if found.triggers:
        texts[home / "triggers.yaml"] = head + "".join(found.triggers)
    if found.labels:
        texts[home / "labels.yaml"] = head + "".join(found.labels)
    if found.classes:
        texts[home / "words.yaml"] = head + _classes(found.classes)
    for draft in found.drafts:
        texts[home / DRAFTS / draft.path] = draft.text
    texts[home / REPORT] = f"# Import of {Path(request.path).name}\n\n" + "\n".join(f"    {line}" for line in found.report()) + "\n"
    for path, text in texts.items():
        write_whole(path, text)
    return list(texts)


def _classes(classes: Mapping[str, tuple[str, ...]]) -> str:
    rows = "".join(f"  {scalar(name)}: {{words: {flow_list(words)}}}\n" for name, words in classes.items())
    return f"classes:\n{rows}forms: {{}}\n"
