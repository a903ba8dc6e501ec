"""Names that no table knows: how often they stand, in how many documents and outlets, and which known actors they may be.

One row for each name; spellings that differ by case, marks and article are one name, all others are only shown beside each other.
Nobody is merged here: that is a coder's to say (`dateline actors accept`, `merge`, `reject`). A name is told from a description by
its capital letters, which a text all in capitals does not have to give.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import fuzz, process

from dateline.codebook import ActorTable
from dateline.codebook.actor_words import fold
from dateline.codebook.word_forms import lemma_of
from dateline.gazetteer import Gazetteer, Match
from dateline.records import Anchor, Document, Record, Row, Sentence, Statement
from dateline.situation.cells import days_cell, flat, in_archive_order, is_description, outlet_cell
from dateline.situation.likeness import KnownNames, Like
from dateline.situation.parts import MOST, Share, key_of, last_of, place_of

VIEW = "candidates"
MOST_EXAMPLES = 3
SPELLED_ALIKE = 80
"""Names of unknown somebodies as much alike as this (rapidfuzz's ratio, 0 to 100) are shown beside each other."""
INNER = frozenset("of the and for in on de del la el al bin ibn abu van von da do e y".split())
"""Small words that stand inside names."""
SAID_TO_BE = 1.0
"""How like a name is to the actor that a report says is the same."""
_ALIKE, _BOTH = ("alias_of",), ("subject", "object")
_CAPITALS = r"[^\W\d_a-z][\w’'-]*"
_SMALL = "|".join(sorted(INNER))
_BEFORE = re.compile(rf"(?:(?:{_CAPITALS}|al-[A-Z]\w*)\s+(?:(?:{_SMALL})\s+)*){{1,4}}$")
_AFTER = re.compile(rf"(?:\s+(?:(?:{_SMALL})\s+)*{_CAPITALS}){{1,4}}")
_JOINING = frozenset("of and for in on".split())
"""Small words with which no name begins."""
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


class Named(Record, frozen=True):
    """One mention, as far as a row tells of it."""

    statement: str
    name: str
    role: str
    at: tuple[int, int] | None
    """Where it stands in its document."""
    countries: tuple[str, ...]
    """Those that the statement tells of."""
    sentence: str | None
    same_as: tuple[str, ...]
    """Codebook ids of those whom the statement calls the same."""


class NameShare(Record, frozen=True):
    """What one document says of a name that no table knows."""

    order: tuple[str, str, str]
    """Day of publication ("" when not known), name and id of the document: its place in the archive."""
    outlet: str
    printed: tuple[int, int]
    """Of a name of one word: how often the document prints it so, and how often in small letters."""
    mentions: tuple[Named, ...]


def candidates(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    sentences: Mapping[str, Sentence],
    table: ActorTable,
    gazetteer: Gazetteer,
) -> list[Row]:
    """One row for each name, those that most documents have first."""
    told: dict[str, list[NameShare]] = {}
    for share in name_shares(statements, documents, sentences, table):
        told.setdefault(share.key, []).append(share.given)  # type: ignore[arg-type]
    known = KnownNames(table)
    made = sorted((placed for shares in told.values() for placed in name_rows(shares, known, table, gazetteer)), key=itemgetter(0))
    names = {name_of_place(place): row.cells["name"] for place, row in made}
    near = spelled_alike(names, names)
    return [with_spellings(row, [names[other] for other in near[name_of_place(place)]]) for place, row in made]


def name_shares(
    statements: Iterable[Statement], documents: Mapping[str, Document], sentences: Mapping[str, Sentence], table: ActorTable
) -> Iterator[Share]:
    """What each document says of each name."""
    groups: dict[tuple[str, str], list[Mention]] = {}
    for mention in unknown_mentions(in_archive_order(statements, documents), documents, table):
        key = fold(mention.name)
        if key not in table.rejected:
            groups.setdefault((key, mention.statement.assertion.document), []).append(mention)
    for (key, name), mentions in groups.items():
        document = documents[name]
        given = NameShare(
            order=(document.published or "", document.name, document.id),
            outlet=outlet_cell(document),
            printed=_printed(mentions[0].name, document.text),
            mentions=tuple(_named_in(mention, sentences) for mention in mentions),
        )
        yield Share(key_of(key), name, given)


def name_rows(shares: Iterable[NameShare], known: KnownNames, table: ActorTable, gazetteer: Gazetteer) -> list[tuple[str, Row]]:
    """The row of one name with its place, without others that are spelled like it; none if it is a word of every day."""
    told = sorted(shares, key=lambda share: share.order)
    mentions = [mention for share in told for mention in share.mentions]
    name = Counter(mention.name for mention in mentions).most_common(1)[0][0]
    if _is_of_every_day([share.printed for share in told]):
        return []
    by_statement = {mention.statement: mention.countries for mention in mentions}
    countries = [code for code, _ in Counter(code for codes in by_statement.values() for code in codes).most_common()]
    same = (
        Like(actor, table.actors[actor].name_on(), SAID_TO_BE) for m in mentions for actor in m.same_as if actor in table.actors
    )
    proposed = {one.actor: one for one in (*known.like(name, countries), *same)}
    like = [f"{one.name} [{one.actor}] {one.score:.2f}" for one in sorted(proposed.values(), key=lambda o: (-o.score, o.actor))]
    like += [f"a place, {place}" for place in _places(name, gazetteer)]
    outlets = {share.outlet for share in told}
    row = _row(name, told, countries, like, len(outlets))
    return [(place_of(MOST - len(told), MOST - len(outlets), MOST - len(mentions), fold(name)), row)]


def name_of_place(place: str) -> str:
    """The folded name in a row's place in the view."""
    return last_of(place)


def spelled_alike(names: Iterable[str], others: Iterable[str]) -> dict[str, list[str]]:
    """For each folded name the others that are spelled most like it, whatever the order of its words."""
    asked, known = sorted(names), sorted(others)
    # as rapidfuzz's token_sort_ratio, with the words sorted once
    turned = [" ".join(sorted(name.split())) for name in known]
    found = {}
    for name in asked:
        words = " ".join(sorted(name.split()))
        near = process.extract(words, turned, scorer=fuzz.ratio, score_cutoff=SPELLED_ALIKE, limit=MOST_EXAMPLES + 1)
        ordered = sorted(near, key=lambda one: (-one[1], known[one[2]]))
        found[name] = [known[number] for _, _, number in ordered if known[number] != name][:MOST_EXAMPLES]
    return found


def with_spellings(row: Row, others: Iterable[str]) -> Row:
    """The row with the names of others that are spelled like it."""
    return Row(
        view=row.view, cells=row.cells | {"spelled_alike": [*row.cells["spelled_alike"], *others]}, statements=row.statements
    )


def _named_in(mention: Mention, sentences: Mapping[str, Sentence]) -> Named:
    statement = mention.statement
    sentence = sentences.get(statement.assertion.sentence)
    return Named(
        statement=statement.id,
        name=mention.name,
        role=mention.role,
        at=(mention.anchor.start, mention.anchor.end) if mention.anchor else None,
        countries=tuple(dict.fromkeys(place.country for place in statement.places if place.country)),
        sentence=flat(sentence.anchor.exact) if sentence else None,
        same_as=_said_to_be(mention),
    )


def _printed(name: str, text: str) -> tuple[int, int]:
    if " " in name or text.isupper():
        return 0, 0
    words = _WORD.findall(text)
    return words.count(name), words.count(name.lower())


def _is_of_every_day(printed: Iterable[tuple[int, int]]) -> bool:
    """Whether the documents that have a word as a name print it as often in small letters: Soldiers, Police, West."""
    so, small = (sum(numbers) for numbers in zip(*printed, strict=True))
    return small >= so > 0


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

    >>> is_name("Sons of the Valley"), is_name("Mosul residents"), is_name("the group"), is_name("in Syria")
    (True, False, False, False)
    """
    parts = words.split()
    if not parts or not is_description(words) or "'s " in words or "’s " in words or not _capital(parts[-1]):
        return False
    if parts[0] in _JOINING:
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


def _said_to_be(mention: Mention) -> tuple[str, ...]:
    """Known actors that a report says are the same as an unknown name."""
    assertion = mention.statement.assertion
    if assertion.type not in _ALIKE or assertion.hedge == "denied" or mention.role not in _BOTH:
        return ()
    others = (other for other in mention.statement.participants if other.role in _BOTH and other.role != mention.role)
    return tuple(other.actor for other in others if other.actor)


def _row(name: str, told: Sequence[NameShare], countries: Sequence[str], like: Sequence[str], outlets: int) -> Row:
    mentions = [(share, mention) for share in told for mention in share.mentions]
    days = sorted(filter(None, (share.order[0] for share in told)))
    places = {(share.order[2], *mention.at) for share, mention in mentions if mention.at}
    cells = {
        "name": name,
        "documents": len(told),
        "outlets": outlets,
        "mentions": len(places) or len(mentions),
        "roles": dict(sorted(Counter(m.role for _, m in mentions).items(), key=lambda item: (-item[1], item[0]))),
        "countries": countries,
        "published": days_cell(days[0], days[-1]) if days else None,
        "like": like,
        "spelled_alike": list(dict.fromkeys(mention.name for _, mention in mentions if mention.name != name)),
        "examples": _examples(told),
    }
    return Row(view=VIEW, cells=cells, statements=tuple(dict.fromkeys(mention.statement for _, mention in mentions)))


def _examples(told: Sequence[NameShare]) -> list[str]:
    """Sentences that name it, of different documents where there are any."""
    first = (next((mention.sentence for mention in share.mentions if mention.sentence), None) for share in told)
    return [sentence for sentence in first if sentence][:MOST_EXAMPLES]
