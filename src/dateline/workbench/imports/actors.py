"""Actors of other people's lists -> rows of ours: new ones whole, further names added to those that are known already."""

import re
from collections.abc import Iterable, Sequence

from dateline.codebook import Codebook
from dateline.codebook.actor_rows import Actor
from dateline.codebook.actor_words import fold
from dateline.records import Record
from dateline.workbench.imports.imported import Imported
from dateline.workbench.yaml_text import flow_list, scalar

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class ListedActor(Record, frozen=True):
    """An actor as another list has it; dates are ISO and may be cut to year or month."""

    name: str
    kind: str
    source: str
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    parent: str | None = None
    id: str | None = None


class ActorImport:
    """Takes actors one by one; ids are free in the codebook and among those taken."""

    def __init__(self, codebook: Codebook, found: Imported) -> None:
        self._codebook = codebook
        self._found = found
        self._ids: set[str] = set()
        self._names: dict[str, str] = {}
        self._bearers: dict[str, list[Actor]] = {}
        for known in codebook.actors.actors.values():
            for surface in known.surfaces():
                self._bearers.setdefault(fold(surface), []).append(known)

    def add(self, actor: ListedActor) -> None:
        """Make the row of an actor, or of the names that a known actor lacks."""
        key = fold(actor.name)
        if not key:
            self._found.leave("names without a letter of the Latin alphabet", actor.name)
            return
        if key in self._names:
            self._found.leave("actors that stand in the file twice", actor.name)
            return
        known = self._known(actor.name)
        if known:
            self._add_names(actor, known[0].id, [surface for one in known for surface in one.surfaces()])
            return
        id = self._free(re.sub(r"[^a-z0-9]+", "_", fold(actor.id or actor.name)).strip("_") or "actor")
        self._names[key] = id
        aliases = self._own(actor.aliases, [actor.name])
        dates = "".join(f", {key}: {value}" for key, value in (("from", actor.since), ("until", actor.until)) if value)
        lines = [f"- id: {id}\n", f"  kind: {actor.kind}\n"]
        lines += [f"  country: [{', '.join(actor.countries)}]\n"] if actor.countries else []
        lines += ["  names:\n", f"    - {{name: {scalar(actor.name)}{dates}, source: {scalar(actor.source)}}}\n"]
        lines += [f"  aliases: {flow_list(aliases)}\n"] if aliases else []
        lines += [f"  parent: {actor.parent}\n"] if actor.parent else []
        self._found.actors.append("".join(lines))
        self._found.carried["actors"] += 1
        self._found.carried["aliases of them"] += len(aliases)

    def _add_names(self, actor: ListedActor, id: str, has: Iterable[str]) -> None:
        new = self._own(actor.aliases, has)
        self._found.leave("actors that Dateline has already (their dates and countries stay as they are)", actor.name)
        if new and id not in self._codebook.actors.countries:
            self._found.actors.append(f"- {{adds_to: {id}, aliases: {flow_list(new)}}}\n")
            self._found.carried["aliases added to actors that Dateline has"] += len(new)

    def _own(self, aliases: Sequence[str], has: Iterable[str]) -> list[str]:
        """The aliases that nobody bears yet; those of somebody else would name two."""
        taken = {fold(name) for name in has}
        own = []
        for alias in aliases:
            key = fold(alias)
            if not key or key in taken:
                continue
            taken.add(key)
            if key in self._names or self._known(alias):
                self._found.leave("aliases that name somebody else already", alias)
            else:
                own.append(alias)
        return own

    def _known(self, name: str) -> list[Actor]:
        """Those who bear a name already, or whom the tables of countries read from it."""
        table = self._codebook.actors
        return self._bearers.get(fold(name)) or [one for one in [table.find(name)] if one is not None and one.kind != "people"]

    def _free(self, id: str) -> str:
        number, free = 2, id
        while free in self._ids or self._codebook.actors.get(free) is not None:
            free, number = f"{id}_{number}", number + 1
        self._ids.add(free)
        return free


def iso_date(words: str) -> str | None:
    """A date of the forms YYYY, YYYY-MM, YYYY-MM-DD as ISO; None for another form.

    >>> iso_date("2012-4"), iso_date("spring 2012")
    ('2012-04', None)
    """
    found = _DATE.fullmatch(words.strip())
    if found is None:
        return None
    return "-".join([found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)])
