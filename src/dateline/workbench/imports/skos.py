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
from dateline.errors import InputError, UsageError
from dateline.workbench.entry_drafts import better_form
from dateline.workbench.imports.actors import ActorImport, ListedActor
from dateline.workbench.imports.drafts import Concept, add_drafts
from dateline.workbench.imports.imported import Imported, read_text
from dateline.workbench.yaml_text import flow_list

_UNPLACED = ("broader", "narrower", "related", "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def import_types(path: Path, codebook: Codebook, source: str, kind: str = "event") -> Imported:
    """The concepts of a vocabulary as drafts of types of one kind."""
    found = Imported()
    add_drafts(_concepts(path, found), codebook, source, kind, found)
    return found


def import_actors(path: Path, codebook: Codebook, source: str, kind: str) -> Imported:
    """The concepts of a vocabulary as actors of one kind."""
    found = Imported()
    into = ActorImport(codebook, found)
    for concept in _concepts(path, found):
        for what in (concept.definition, *concept.examples):
            if what:
                found.leave("definitions and examples: an actor has none", concept.name)
        into.add(ListedActor(name=concept.name, kind=kind, source=f"{source}, {concept.note}", aliases=concept.words))
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
                note=str(subject),
                name=names[0],
                words=(*names[1:], *other),
                definition=" ".join(definition[:1]),
                examples=tuple(examples),
            )
        )
    if not concepts:
        found.leave("files without a concept (skos:Concept) that has an English label", path.name)
    yield from sorted(concepts, key=lambda concept: (concept.name, concept.note))


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
