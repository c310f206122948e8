"""Draw docs/verdict.svg: the weighing of Serbia in balkans-2019, as `weigh --pictures` draws it.

python -m evaluation.verdict_picture
"""

from __future__ import annotations

from pathlib import Path

import steelyard as sy
from steelyard.brief.pictures import pictures

TARGET = Path(__file__).parents[1] / "docs" / "verdict.svg"


def main() -> None:
    """Weigh the built-in case and draw what it says of Serbia."""
    brief = sy.weigh(sy.load_case("balkans-2019"))
    TARGET.write_text(pictures(brief)["weighing-SRB.svg"], encoding="utf-8")
    print(TARGET)


if __name__ == "__main__":
    main()
