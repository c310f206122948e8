"""Build and check the docs site: ``python -m documentation [--to DIR] [--data DIR] [--no-examples]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from documentation import examples, gallery, notebooks, pages, site


def main() -> int:
    """Run the examples and notebooks, weigh the gallery, build the site; say what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m documentation", description=__doc__)
    parser.add_argument("--to", type=Path, default=pages.ROOT / "build")
    parser.add_argument(
        "--data", type=Path, help="files of data sets, for pages and briefs that need them"
    )
    parser.add_argument("--no-examples", action="store_true", help="build the site alone")
    said = parser.parse_args()
    wrong = [] if said.no_examples else [*_examples(said.data), *notebooks.problems()]
    try:
        briefs = gallery.weighed(said.to / "briefs", said.data)
        made = site.build(said.to, briefs)
    except site.BuildError as error:
        wrong += str(error).splitlines()
    else:
        print(f"The site: {made} ({len(briefs)} of {len(gallery.ENTRIES)} briefs of the gallery)")
    print(*wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


def _examples(data: Path | None) -> list[str]:
    """Run the examples of all pages; a page whose file is not at hand is named and passed over."""
    wrong = []
    for path in sorted(pages.DOCS.rglob("*.md")):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(pages.DOCS)
        wrong += [f"{name}: there is no '{words}'" for words in examples.unknown_words(text)]
        lacking = [
            file for file in examples.files(text) if data is None or not (data / file).exists()
        ]
        if lacking:
            print(f"{name}: not run, for want of {', '.join(lacking)}")
            continue
        try:
            with tempfile.TemporaryDirectory() as folder:
                ran = examples.run(text, Path(folder), data)
        except Exception as error:  # noqa: BLE001 - whatever an example raises, the page is wrong
            wrong.append(f"{name}: {type(error).__name__}: {error}")
        else:
            if ran:
                print(f"{name}: {ran} examples run")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
