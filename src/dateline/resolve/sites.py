"""Where places that are named are meant to be: the gazetteer's place, moved by what the words beside the name say.

"30 km north of Mosul" lies 30 km north of Mosul, "between A and B" in the middle, "northwestern Iraq" where the towns of that part
are. A name that the gazetteer lacks takes the point of the place it is said to be near, or of the province it is said to lie in,
and says so by its precision; without either it has none. The names and numbers of places stay as they were found.
"""

from collections.abc import Mapping, Sequence

from msgspec import structs

from dateline.gazetteer import Gazetteer
from dateline.records import Anchor, Place
from dateline.resolve.place_geometry import REGION, between, placed
from dateline.resolve.place_relations import Between, Relation, betweens, relation_of, sited
from dateline.resolve.places import Mentioned, find_mentioned

Key = tuple[int, int]


def meant_places(text: str, mentions: Sequence[Anchor], gazetteer: Gazetteer) -> list[Place]:
    """The place of each mention, in order.

    Args:
        text: the document's text.
        mentions: stretches that name places, without the words of a relation.
    """
    pairs = betweens(text)
    beside = {mention.end: there for mention in mentions if (there := sited(text, mention.end)) is not None}
    others = [(there.start, _name_end(text, there.start)) for there in beside.values()]
    others += [end for pair in pairs for end in (pair.one, pair.two)]
    known = {(mention.start, mention.end) for mention in mentions}
    extra = [Anchor(start=a, end=b, exact=text[a:b]) for a, b in dict.fromkeys(others) if (a, b) not in known and b > a]
    found = find_mentioned(text, [*mentions, *extra], gazetteer)
    by_key = {(m.start, m.end): one for m, one in zip([*mentions, *extra], found, strict=True)}
    by_start = {start: one for (start, _), one in by_key.items()}
    places = []
    for mention, one in zip(mentions, found, strict=False):
        relation = relation_of(text, mention.start, mention.end)
        place = _between(mention, one, pairs, by_key)
        if place is None and one.row is None and (there := beside.get(mention.end)) is not None:
            place = _near_another(one.place, by_start.get(there.start), there.relation, gazetteer)
        if place is None and one.row is None:
            place = _inside(one, gazetteer)
        if place is None and relation is not None and not _is_own_name(one, relation, text, mention):
            place = placed(one.place, relation, gazetteer, one.row.admin1 if one.row else None)
        places.append(place or one.place)
    return places


def _name_end(text: str, start: int) -> int:
    """Where the capitalised words that begin there end."""
    end = start
    for word in text[start : start + 60].split(" "):
        if not word[:1].isupper():
            break
        end += len(word) + (end > start)
        if not word[-1:].isalnum():
            return end - 1
    return end


def _is_own_name(one: Mentioned, relation: Relation, text: str, mention: Anchor) -> bool:
    """Whether the word of direction is a part of the name: "South Sudan", "North Darfur", "the West Bank"."""
    if relation.kind != "part" or one.row is None:
        return False
    before = text[max(0, mention.start - 12) : mention.start].split()
    return bool(before) and before[-1][:1].isupper() and one.row.name.casefold() == f"{before[-1]} {mention.exact}".casefold()


def _between(mention: Anchor, one: Mentioned, pairs: Sequence[Between], by_key: Mapping[Key, Mentioned]) -> Place | None:
    for pair in pairs:
        for mine, other in ((pair.one, pair.two), (pair.two, pair.one)):
            if mine == (mention.start, mention.end) and other in by_key:
                return between(one.place, by_key[other].place, pair.words)
    return None


def _near_another(place: Place, other: Mentioned | None, relation: Relation, gazetteer: Gazetteer) -> Place | None:
    """A name that the gazetteer lacks, put where it is said to be by way of one that it has."""
    if other is None or other.row is None:
        return None
    there = placed(other.place, relation, gazetteer, other.row.admin1)
    if there.radius_km is None:
        return None
    return structs.replace(
        place,
        country=there.country,
        latitude=there.latitude,
        longitude=there.longitude,
        precision=there.precision,
        radius_km=there.radius_km,
        relation=f"{place.name}, {there.label}",
    )


def _inside(one: Mentioned, gazetteer: Gazetteer) -> Place | None:
    """A name that the gazetteer lacks, at the middle of the province it is said to lie in; of a country alone, no point."""
    if len(one.parents) != 1:
        return None
    ((country, admin1),) = one.parents
    province = gazetteer.province(country, admin1) if admin1 else None
    if province is None or province.latitude is None:
        return structs.replace(one.place, country=country)
    return structs.replace(
        one.place,
        country=country,
        latitude=province.latitude,
        longitude=province.longitude,
        precision=REGION,
        relation=f"{one.place.name}, in {province.name}",
    )
