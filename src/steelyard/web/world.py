"""The map of the world as shapes of an SVG, from the file of world-atlas that comes with the package.

The borders are those that Natural Earth draws, at 1:110 million: small states have no shape.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from steelyard import vocabulary

#: Size of the map.
WIDTH, HEIGHT = 960, 480

#: Latitude below which a ring goes round the pole.
_POLAR = -85

#: Shapes that bear no ISO number, by their names in the file.
_NAMED = {"Kosovo": "XKX"}


@cache
def shapes() -> tuple[tuple[str | None, str, str], ...]:
    """Return each country's code (None where we know none), its name, and its path."""
    text = (files("steelyard.web") / "static/vendor/world-atlas/countries-110m.json").read_text(
        encoding="utf-8"
    )
    world = json.loads(text)
    arcs = [_points(arc, world["transform"]) for arc in world["arcs"]]
    found = []
    for country in world["objects"]["countries"]["geometries"]:
        name = country["properties"]["name"]
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        path = "".join(_ring(ring, arcs) for polygon in polygons for ring in polygon)
        found.append((_code(country.get("id"), name), name, path))
    return tuple(found)


def _points(arc: list[list[int]], transform: Any) -> list[tuple[float, float]]:
    """The points of an arc in degrees: each is told by its distance from the one before."""
    (width, height), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * width + left, y * height + bottom))
    return points


def _project(longitude: float, latitude: float) -> tuple[float, float]:
    """Natural Earth's projection in the polynomial form of Šavrič and others (2011)."""
    phi = math.radians(latitude)
    two = phi * phi
    four = two * two
    x = math.radians(longitude) * (
        0.8707 - 0.131979 * two + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four))
    )
    y = phi * (1.007226 + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four)))
    return WIDTH / 2 + x * WIDTH / 5.5, HEIGHT / 2 - y * WIDTH / 5.5


def _ring(ring: list[int], arcs: list[list[tuple[float, float]]]) -> str:
    points: list[tuple[float, float]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    drawn = (_project(*point) for point in _unbroken(points))
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in drawn) + "Z"


def _unbroken(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that goes over the 180th degree goes on beyond it; the one round the pole stays."""
    if min(latitude for _, latitude in points) < _POLAR:
        return points
    found, turns = [points[0]], 0
    for (before, _), (longitude, latitude) in pairwise(points):
        turns += (before - longitude > 180) - (longitude - before > 180)
        found.append((longitude + 360 * turns, latitude))
    middle = sum(longitude for longitude, _ in found) / len(found)
    back = 360 if middle > 180 else -360 if middle < -180 else 0
    return [(longitude - back, latitude) for longitude, latitude in found]


def _code(number: str | None, name: str) -> str | None:
    if number is None:
        return _NAMED.get(name)
    return _numbers().get(int(number))


@cache
def _numbers() -> dict[int, str]:
    return {int(row.code): row.actor for row in vocabulary.state_codes("iso")}
