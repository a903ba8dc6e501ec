"""Distances on the globe, taken as a sphere: within half a per cent of the truth, which no report is exact to."""

import math

EARTH_KM = 6371.0
"""Mean radius."""


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance between two points in degrees (haversine).

    >>> round(kilometres(36.34, 43.13, 33.34, 44.4))  # Mosul to Baghdad
    353
    """
    a, b = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
