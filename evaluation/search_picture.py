"""The picture of docs/hand-made-records.md: one answer of the built-in case, as a function of the search effort.

python -m evaluation.search_picture
"""

from __future__ import annotations

import math
from pathlib import Path

from steelyard import diagnostics
from steelyard.case_file import load_case
from steelyard.pipeline.diagnosing import diagnose
from steelyard.records import EffortPoint

OUT = Path(__file__).parents[1] / "docs" / "hand-made-records.svg"
WIDTH, HEIGHT, LEFT, RIGHT, TOP = 640, 300, 150, 24, 46

FONT = 'font-family="sans-serif" font-size="12"'
NOTE = "Left: how hard Russia was searched beside the West. Bars: 90 % intervals."

#: The ends of the axis of ratios.
LEAST, MOST = 0.1, 40.0


def x(ratio: float) -> float:
    """Where a ratio lies."""
    share = (math.log(min(max(ratio, LEAST), MOST)) - math.log(LEAST)) / (
        math.log(MOST) - math.log(LEAST)
    )
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def line(at: int, point: EffortPoint) -> list[str]:
    """One effort: its interval and its middle."""
    y = TOP + 34 * at
    low, high, effect = point.low or LEAST, point.high or MOST, point.effect or 1.0
    said = {1.0: "as hard"}.get(point.gamma, f"{point.gamma:.2g} times as hard")
    return [
        f'<text x="{LEFT - 12}" y="{y + 5}" text-anchor="end">{said}</text>',
        f'<line x1="{x(low):.1f}" x2="{x(high):.1f}" y1="{y}" y2="{y}" stroke="#2a5d8f" stroke-width="3"/>',
        f'<circle cx="{x(effect):.1f}" cy="{y}" r="5" fill="#2a5d8f"/>',
    ]


def main() -> None:
    """Draw and write it."""
    case = load_case("balkans-2019")
    found = next(f for f in diagnose(case, only=["balance"]) if f.client == "MKD")
    assert found.effort is not None
    rows = [part for at, point in enumerate(found.effort.points) for part in line(at, point)]
    bottom = TOP + 34 * len(found.effort.points)
    ticks = [
        part
        for value in (0.1, 0.5, 1, 2, 5, 10, 40)
        for part in (
            f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{TOP - 16}" y2="{bottom}" stroke="#ddd"/>',
            f'<text x="{x(value):.1f}" y="{bottom + 18}" text-anchor="middle">{value:g}</text>',
        )
    ]
    title = "North Macedonia: odds of contacts with Russia over those with the West, after to before the veto"
    text = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT} role="img">',
            f"<title>{title}</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            f'<text x="12" y="18" font-weight="bold" font-size="13">{title}</text>',
            *ticks,
            f'<line x1="{x(1):.1f}" x2="{x(1):.1f}" y1="{TOP - 16}" y2="{bottom}" stroke="#888"/>',
            *rows,
            f'<text x="{LEFT}" y="{bottom + 40}">{NOTE}</text>',
            "</svg>",
            "",
        ]
    )
    OUT.write_text(text, encoding="utf-8")
    print(OUT, len(diagnostics.ALL), found.effort.overturned)


if __name__ == "__main__":
    main()
