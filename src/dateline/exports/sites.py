"""Places as other projects describe them: how much ground a place is, and the province it lies in.

Districts are known only where the place is one itself: the gazetteer does not say in which district a town lies.
"""

from functools import lru_cache

from dateline.exports.items import Site
from dateline.gazetteer import Gazetteer
from dateline.records import Place

_LEVELS = (
    ("A.PCL", "country"),
    ("A.ADM1", "province"),
    ("A.", "district"),
    ("P.", "point"),
    ("S.", "point"),
    ("R.", "point"),
    ("H.", "water"),
    ("L.CONT", None),
    ("", "area"),
)
"""Start of a GeoNames feature code -> how much ground that is. A continent is no ground to put a point on."""


class Sites:
    """Looks places up in the gazetteer's provinces."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._province = lru_cache(maxsize=20_000)(self._find_province)

    def site(self, place: Place, words: str, name: str) -> Site:
        """A place as an exporter sees it.

        Args:
            words: as printed, after the mask of private names.
            name: its name, after the mask.
        """
        level = level_of(place)
        province = name if level == "province" else ""
        if level in ("point", "district") and place.geonames is not None:
            province = self._province(place.geonames)
        return Site(
            name=name,
            words=words,
            country=place.country,
            geonames=place.geonames,
            latitude=place.latitude,
            longitude=place.longitude,
            feature=place.feature,
            level=level,
            province=province,
            district=name if level == "district" else "",
            precision=place.precision if place.relation else None,
        )

    def _find_province(self, geonames: int) -> str:
        return self._gazetteer.province_of(geonames) or ""


def level_of(place: Place) -> str | None:
    """How much ground a place is; None for words without coordinates.

    >>> level_of(Place(name="Mosul", latitude=36.3, longitude=43.1, feature="P.PPLA"))
    'point'
    >>> level_of(Place(name="the river"))
    """
    if place.latitude is None or place.longitude is None:
        return None
    feature = place.feature or ""
    return next(level for start, level in _LEVELS if feature.startswith(start))
