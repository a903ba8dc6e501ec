"""A SKOS vocabulary (Turtle or RDF/XML) -> drafts of types, or actors, or labels.

A concept's preferred label is its name, its other and hidden labels are words for it. SKOS has no sentences in which a thing does
not happen, and seldom any in which it does, so types come as drafts: each says what it lacks, and nothing reads it before it is
complete. Broader, narrower and related concepts have no place here and are told in the report.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.codebook import Codebook
from dateline.codebook.actor_words import fold
from dateline.errors import DatelineError, InputError, UsageError
from dateline.records import Record
from dateline.workbench.entry_drafts import Draft, better_form, entry_id, read_words, trigger_text
from dateline.workbench.imports.actors import ActorImport, ListedActor
from dateline.workbench.imports.imported import Imported, read_text
from dateline.workbench.yaml_text import flow_list, folded, scalar

_UNPLACED = ("broader", "narrower", "related", "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_DRAFT = (
    "# A draft from {source}. Nothing reads it before it is complete. It lacks {lacks}.\n"
    "# When it has all, move the file into the folder events, control or relations, whichever `kind` says.\n"
)


class Concept(Record, frozen=True):
    """What a vocabulary says of one concept, in English or in no stated language."""

    uri: str
    name: str
    words: tuple[str, ...]
    definition: str
    examples: tuple[str, ...]


def import_types(path: Path, codebook: Codebook, source: str, kind: str = "event") -> Imported:
    """The concepts of a vocabulary as drafts of types of one kind."""
    found = Imported()
    taken: set[str] = set()
    for concept in _concepts(path, found):
        id = entry_id(concept.name)
        if id in codebook.entries or id in taken:
            found.leave("types that are there already", concept.name)
            continue
        taken.add(id)
        found.drafts.append(Draft(path=f"{id}.yaml", text=_draft(concept, id, kind, source, found)))
    found.carried["drafts of types"] = len(found.drafts)
    return found


def import_actors(path: Path, codebook: Codebook, source: str, kind: str) -> Imported:
    """The concepts of a vocabulary as actors of one kind."""
    found = Imported()
    into = ActorImport(codebook, found)
    for concept in _concepts(path, found):
        for what in (concept.definition, *concept.examples):
            if what:
                found.leave("definitions and examples: an actor has none", concept.name)
        into.add(ListedActor(name=concept.name, kind=kind, source=f"{source}, {concept.uri}", aliases=concept.words))
    return found


def import_labels(path: Path, codebook: Codebook) -> Imported:
    """The concepts of a vocabulary as nouns that name a side."""
    found = Imported()
    for concept in _concepts(path, found):
        words = [fold(word) for word in (concept.name, *concept.words)]
        nouns = dict.fromkeys(" ".join([*w.split()[:-1], better_form(w.split()[-1]) or w.split()[-1]]) for w in words if w)
        new = [noun for noun in nouns if not codebook.find_labels(noun)]
        for noun in nouns.keys() - set(new):
            found.leave("labels that are there already", noun)
        if new:
            found.labels.append(f"- {{words: {flow_list(new)}}}\n")
            found.carried["labels"] += len(new)
    return found


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
    return "".join([*lines, '  "no":\n', f"# {concept.uri}\n"])


def _concepts(path: Path, found: Imported) -> Iterator[Concept]:
    """The concepts of the file, in the order of their names."""
    rdf = _library()
    graph = _graph(path, rdf)
    skos = rdf.namespace.SKOS
    concepts = []
    for subject in set(graph.subjects(rdf.RDF.type, skos.Concept)):
        names = _texts(graph, subject, [skos.prefLabel], rdf)
        if not names:
            found.leave("concepts without a label in English", str(subject))
            continue
        for key in _UNPLACED:
            if (subject, skos[key], None) in graph:
                found.leave("links between concepts (broader, narrower, related, matches)", names[0])
                break
        other = _texts(graph, subject, [skos.altLabel, skos.hiddenLabel], rdf)
        definition = _texts(graph, subject, [skos.definition, skos.scopeNote], rdf)
        examples = _texts(graph, subject, [skos.example], rdf)
        concepts.append(
            Concept(
                uri=str(subject),
                name=names[0],
                words=(*names[1:], *other),
                definition=" ".join(definition[:1]),
                examples=tuple(examples),
            )
        )
    if not concepts:
        found.leave("files without a concept (skos:Concept) that has an English label", path.name)
    yield from sorted(concepts, key=lambda concept: (concept.name, concept.uri))


def _texts(graph: Any, subject: Any, predicates: list[Any], rdf: Any) -> list[str]:
    """What is said of a concept in English, or, where nothing is, in no stated language."""
    values = [value for predicate in predicates for value in graph.objects(subject, predicate) if isinstance(value, rdf.Literal)]
    english = [str(value) for value in values if (value.language or "").partition("-")[0] == "en"]
    return sorted(english or [str(value) for value in values if value.language is None])


def _library() -> Any:
    try:
        import rdflib
    except ImportError as error:
        raise UsageError("Reading SKOS needs a library that is not installed: pip install 'dateline[skos]'.") from error
    return rdflib


def _graph(path: Path, rdf: Any) -> Any:
    text = read_text(path)
    form = "xml" if text.lstrip().startswith("<?xml") or "<rdf:RDF" in text[:2000] else "turtle"
    try:
        return rdf.Graph().parse(data=text, format=form)
    except Exception as error:  # the library raises what its parsers raise, of many kinds
        said = " ".join(str(error).split())[:200]
        raise InputError(f"{path} is not well-formed SKOS in {'RDF/XML' if form == 'xml' else 'Turtle'} ({said}).") from error
