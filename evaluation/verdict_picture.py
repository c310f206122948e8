"""Draw docs/verdict.svg: the verdict on Serbia in balkans-2019 as bars, and the ten nearest worlds as dots.

python -m evaluation.verdict_picture
"""

from __future__ import annotations

from pathlib import Path

import steelyard as sy
from steelyard.records import FamilyVerdict

TARGET = Path(__file__).parents[1] / "docs" / "verdict.svg"
ROW, LEFT, WIDE = 34, 130, 300


def main() -> None:
    """Weigh the built-in case and draw what it says of Serbia."""
    verdict = sy.weigh(sy.load_case("balkans-2019")).verdict.family("SRB", "what")
    TARGET.write_text(_drawn(verdict), encoding="utf-8")
    print(TARGET)


def _drawn(verdict: FamilyVerdict) -> str:
    parts = []
    for at, (name, p) in enumerate(verdict.probabilities.items()):
        y = 52 + at * ROW
        low, high = verdict.span(name)
        title = "none of these" if name == "none" else name
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 15}" text-anchor="end">{title}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{WIDE * p:.1f}" height="20" fill="#4a6fa5"/>',
            (
                f'<line x1="{LEFT + WIDE * low:.1f}" x2="{LEFT + WIDE * high:.1f}" y1="{y + 10}" '
                f'y2="{y + 10}" stroke="#222" stroke-width="2"/>'
            ),
            f'<text x="{LEFT + WIDE * high + 8:.1f}" y="{y + 15}">{100 * p:.0f} %</text>',
        ]
        number = verdict.likeness.among.get(name, 0) if verdict.likeness else 0
        parts += [
            f'<circle cx="{510 + 16 * dot}" cy="{y + 10}" r="6" fill="#c0803a"/>'
            for dot in range(number)
        ]
    height = 70 + ROW * len(verdict.probabilities)
    heads = (
        '<text x="130" y="30" font-weight="bold">How probable each reading is</text>'
        '<text x="500" y="30" font-weight="bold">The ten worlds most like it</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" '
        'font-family="sans-serif" font-size="14">'
        f"<title>Serbia after October 2019: five readings</title>{heads}{''.join(parts)}</svg>\n"
    )


if __name__ == "__main__":
    main()
