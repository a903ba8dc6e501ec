"""GeoJSON (RFC 7946): a FeatureCollection with a feature for each event and change of control.

The geometry is the smallest place that the statement names, as a point (longitude first); a place that is words, and one as
large as a country or continent, has no geometry, which the standard allows: the feature is there, with `place_words`.
`place_level` says how much ground the point stands for. Denied and possible events are there too, with their `hedge`: filter
by it before you count.
"""

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from dateline.exports import Tally
from dateline.exports.items import Item, Site
from dateline.exports.properties import properties
from dateline.exports.tables import Tables

KINDS = frozenset({"event", "control"})
BINARY = False
SUFFIX = ".geojson"
NO_POINT = frozenset({None, "country"})


def write(items: Iterable[Item], out: IO[str], tables: Tables, tally: Tally) -> None:
    """Write the collection, a feature a line."""
    out.write('{"type": "FeatureCollection", "features": [')
    for feature in features(items):
        out.write(("," if tally.rows else "") + "\n" + json.dumps(feature, ensure_ascii=False))
        tally.rows += 1
    out.write("\n]}\n")


def features(items: Iterable[Item]) -> Iterator[dict[str, Any]]:
    """One feature an item, as the items come."""
    for item in items:
        yield {"type": "Feature", "id": item.id, "geometry": geometry(item.site), "properties": properties(item)}


def geometry(site: Site | None) -> dict[str, Any] | None:
    """A point, or None where there is none to put on a map."""
    if site is None or site.level in NO_POINT or site.latitude is None or site.longitude is None:
        return None
    return {"type": "Point", "coordinates": [site.longitude, site.latitude]}
