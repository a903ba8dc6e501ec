"""Names that no table knows: how often they stand, in how many documents and outlets, and which known actors they may be.

One row for each name; spellings that differ by case, marks and article are one name, all others are only shown beside each other.
Nobody is merged here: that is a coder's to say (`dateline actors accept`, `merge`, `reject`). A name is told from a description by
its capital letters, which a text all in capitals does not have to give.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from dateline.codebook import ActorTable
from dateline.codebook.actor_words import fold
from dateline.codebook.word_forms import lemma_of
from dateline.gazetteer import Gazetteer, Match
from dateline.records import Anchor, Document, Row, Sentence, Statement
from dateline.situation.cells import days_cell, flat, in_archive_order, is_description, outlet_cell, published
from dateline.situation.likeness import KnownNames, Like

VIEW = "candidates"
MOST_EXAMPLES = 3
SPELLED_ALIKE = 80
"""Names of unknown somebodies as much alike as this (rapidfuzz's ratio, 0 to 100) are shown beside each other."""
INNER = frozenset("of the and for in on de del la el al bin ibn abu van von da do e y".split())
"""Small words that stand inside names."""
SAID_TO_BE = 1.0
"""How like a name is to the actor that a report says is the same."""
_ALIKE = ("alias_of",)
_CAPITALS = r"[^\W\d_a-z][\w’'-]*"
_SMALL = "|".join(sorted(INNER))
_BEFORE = re.compile(rf"(?:(?:{_CAPITALS}|al-[A-Z]\w*)\s+(?:(?:{_SMALL})\s+)*){{1,4}}$")
_AFTER = re.compile(rf"(?:\s+(?:(?:{_SMALL})\s+)*{_CAPITALS}){{1,4}}")
_PARTING = frozenset(("and", "in", "on", "e", "y"))
"""Small words after a name that do not go on with it."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OPENING = re.compile(r"(?:^|[.!?:;“”\"'’‘\n\]\)])\s*$")


class Mention(NamedTuple):
    """One place in which somebody unknown is named."""

    statement: Statement
    name: str
    role: str
    anchor: Anchor | None


def candidates(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    sentences: Mapping[str, Sentence],
    table: ActorTable,
    gazetteer: Gazetteer,
) -> list[Row]:
    """One row for each name, those that most documents have first."""
    groups: dict[str, list[Mention]] = {}
    for mention in unknown_mentions(in_archive_order(statements, documents), documents, table):
        groups.setdefault(fold(mention.name), []).append(mention)
    words = _words_of(documents.values())
    groups = {key: g for key, g in groups.items() if key not in table.rejected and not _is_of_every_day(g[0].name, words)}
    known, said = KnownNames(table), _said_to_be(groups)

    def order(key: str) -> tuple:
        inside = {mention.statement.assertion.document for mention in groups[key]}
        outlets = {outlet_cell(documents[name]) for name in inside}
        return (-len(inside), -len(outlets), -len(groups[key]), key)

    def row(key: str) -> Row:
        name = Counter(mention.name for mention in groups[key]).most_common(1)[0][0]
        countries = [code for code, _ in Counter(_countries(groups[key])).most_common()]
        proposed = {one.actor: one for one in (*known.like(name, countries), *said.get(key, ()))}
        like = [f"{one.name} [{one.actor}] {one.score:.2f}" for one in sorted(proposed.values(), key=lambda o: (-o.score, o.actor))]
        like += [f"a place, {place}" for place in _places(name, gazetteer)]
        return _row(name, groups[key], countries, like, _spelled_alike(key, name, groups), documents, sentences)

    return [row(key) for key in sorted(groups, key=order)]


def _words_of(documents: Iterable[Document]) -> Counter[str]:
    """How often each word is printed so in the documents, capitals and small letters apart; those all in capitals are left out."""
    found: Counter[str] = Counter()
    for document in documents:
        if not document.text.isupper():
            found.update(_WORD.findall(document.text))
    return found


def _is_of_every_day(name: str, words: Mapping[str, int]) -> bool:
    """Whether one word is as often printed in small letters: Soldiers, Police, West."""
    return " " not in name and words.get(name.lower(), 0) >= words.get(name, 0) > 0


def unknown_mentions(statements: Iterable[Statement], documents: Mapping[str, Document], table: ActorTable) -> Iterator[Mention]:
    """Whoever takes part or speaks, has a proper name, and is in no table."""
    printed: dict[tuple[str, str], bool] = {}
    for statement in statements:
        document = documents[statement.assertion.document]
        for mention in _named(statement):
            for name in _unknown_parts(mention.name, table, document.published):
                if (key := (document.id, name)) not in printed:
                    printed[key] = is_name(name) and stands_as_name(name, document.text, table)
                if printed[key]:
                    yield mention._replace(name=name)


def _named(statement: Statement) -> Iterator[Mention]:
    for one in statement.participants:
        if one.actor is None:
            yield Mention(statement, flat(one.name), one.role, one.anchor)
    voice = statement.voice
    if voice.type == "source" and voice.name and voice.actor is None:
        yield Mention(statement, flat(voice.name), "voice", voice.anchor)


def _unknown_parts(name: str, table: ActorTable, on: str | None) -> list[str]:
    """The name, if no table has it; of two known and unknown ones named together, the unknown."""
    parts = name.split(" and ")
    unknown = [part for part in parts if table.find(part, on) is None and table.find(part + ".", on) is None]
    if table.find(name, on) is not None:
        return []
    return [name] if len(unknown) == len(parts) else unknown


def is_name(words: str) -> bool:
    """Whether words have the form of a name: capitals from the first word to the last.

    >>> is_name("Sons of the Valley"), is_name("Mosul residents"), is_name("the group")
    (True, False, False)
    """
    parts = words.split()
    if not parts or not is_description(words) or "'s " in words or "’s " in words or not _capital(parts[-1]):
        return False
    return all(_capital(part) or part.casefold() in INNER for part in parts)


def stands_as_name(name: str, text: str, table: ActorTable) -> bool:
    """Whether a text has the words as a name of their own: with capitals that no beginning of a sentence explains, and not only
    inside the name of somebody known ("Islamic Maghreb", "United"). A text in capitals cannot show it of one word.
    """
    for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
        before, after = _BEFORE.search(text[: match.start()][-120:]), _AFTER.match(text[match.end() :][:120])
        first, last = before[0].split() if before else [], after[0].split() if after else []
        if last and last[0] not in _PARTING:
            continue
        wider = (" ".join([*first[len(first) - i :], name, *last[:j]]) for i in range(len(first) + 1) for j in range(len(last) + 1))
        if any(words != name and table.find(words) is not None for words in wider):
            continue
        if " " in name or not _OPENING.search(text[: match.start()][-6:]):
            return True
    last_word = name.rpartition(" ")[2].casefold()
    return name not in text and " " in name and lemma_of(last_word) == last_word


def _capital(word: str) -> bool:
    bare = word.removeprefix("al-").removeprefix("el-")
    return bare[:1].isupper() or (not bare[:1].islower() and bare[:1].isalpha())


def _places(name: str, gazetteer: Gazetteer) -> list[str]:
    """The best known place of this very name, if there is one."""
    found = [each for each in gazetteer.find(name) if each.match <= Match.ALTERNATE]
    return [f"{found[0].name}{f' ({found[0].country})' if found[0].country else ''}"] if found else []


def _said_to_be(groups: Mapping[str, Sequence[Mention]]) -> dict[str, list[Like]]:
    """Known actors that a report says are the same as an unknown name."""
    found: dict[str, list[Like]] = {}
    for key, group in groups.items():
        for mention in group:
            assertion = mention.statement.assertion
            if assertion.type not in _ALIKE or assertion.hedge == "denied" or mention.role not in ("subject", "object"):
                continue
            found.setdefault(key, []).extend(
                Like(other.actor, other.name, SAID_TO_BE)
                for other in mention.statement.participants
                if other.actor and other.role in ("subject", "object") and other.role != mention.role
            )
    return found


def _row(
    name: str,
    group: Sequence[Mention],
    countries: Sequence[str],
    like: Sequence[str],
    spelled_alike: Sequence[str],
    documents: Mapping[str, Document],
    sentences: Mapping[str, Sentence],
) -> Row:
    inside = dict.fromkeys(mention.statement.assertion.document for mention in group)
    days = sorted(filter(None, (published(mention.statement, documents) for mention in group)))
    places = {(m.statement.assertion.document, m.anchor.start, m.anchor.end) for m in group if m.anchor}
    cells = {
        "name": name,
        "documents": len(inside),
        "outlets": len({outlet_cell(documents[document]) for document in inside}),
        "mentions": len(places) or len(group),
        "roles": dict(sorted(Counter(mention.role for mention in group).items(), key=lambda item: (-item[1], item[0]))),
        "countries": countries,
        "published": days_cell(days[0], days[-1]) if days else None,
        "like": like,
        "spelled_alike": spelled_alike,
        "examples": _examples(group, sentences),
    }
    return Row(view=VIEW, cells=cells, statements=tuple(dict.fromkeys(mention.statement.id for mention in group)))


def _countries(group: Sequence[Mention]) -> Iterator[str]:
    for statement in {mention.statement.id: mention.statement for mention in group}.values():
        yield from dict.fromkeys(place.country for place in statement.places if place.country)


def _spelled_alike(key: str, name: str, groups: Mapping[str, Sequence[Mention]]) -> list[str]:
    others = [other for other in groups if other != key]
    near = process.extract(key, others, scorer=fuzz.token_sort_ratio, score_cutoff=SPELLED_ALIKE, limit=MOST_EXAMPLES)
    spellings = dict.fromkeys(mention.name for mention in groups[key] if mention.name != name)
    return [*spellings, *(groups[other][0].name for other, _, _ in near)]


def _examples(group: Sequence[Mention], sentences: Mapping[str, Sentence]) -> list[str]:
    """Sentences that name it, of different documents where there are any."""
    shown: dict[str, str] = {}
    for mention in group:
        sentence = sentences.get(mention.statement.assertion.sentence)
        if sentence is not None:
            shown.setdefault(mention.statement.assertion.document, flat(sentence.anchor.exact))
    return list(shown.values())[:MOST_EXAMPLES]
