"""Flat rows -> data frames of the package asked for. These packages are loaded here alone, and only when they are needed."""

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dateline.errors import UsageError
from dateline.notebook.flatten import Record

if TYPE_CHECKING:
    import geopandas
    import pandas
    import polars

WGS84 = "EPSG:4326"
"""Longitude and latitude in degrees, as GeoNames gives them."""


def polars_frame(records: Sequence[Record], columns: Sequence[str]) -> "polars.DataFrame":
    """The records as a polars frame."""
    polars = _package("polars", "to_polars")
    return polars.DataFrame({name: [record.get(name) for record in records] for name in columns}, strict=False)


def pandas_frame(records: Sequence[Record], columns: Sequence[str]) -> "pandas.DataFrame":
    """The records as a pandas frame; numbers stay whole where something is missing."""
    pandas = _package("pandas", "to_pandas")
    return pandas.DataFrame(records, columns=list(columns)).convert_dtypes()


def geo_frame(records: Sequence[Record], columns: Sequence[str]) -> "geopandas.GeoDataFrame":
    """The records, which have `longitude` and `latitude`, as a geopandas frame of points."""
    geopandas = _package("geopandas", "to_geopandas")
    shapely = _package("shapely", "to_geopandas")
    points = [None if record["longitude"] is None else shapely.Point(record["longitude"], record["latitude"]) for record in records]
    return geopandas.GeoDataFrame(pandas_frame(records, columns), geometry=geopandas.GeoSeries(points, crs=WGS84))


def _package(name: str, wanted_by: str) -> ModuleType | Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise UsageError(f"{wanted_by} needs the package {name}; add it with `pip install 'dateline[frames]'`.") from error
