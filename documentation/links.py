"""Every link, anchor and page of the built site, as a browser would find them."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Attributes of a tag that make the browser load something.
_LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}

#: Kinds of ``link`` that load nothing.
_POINTERS = {"canonical", "next", "prev", "alternate", "edit"}


class _Page(HTMLParser):
    """The ids, the links and the loaded files of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if _LOADED.get(tag) in found and found.get("rel", "") not in _POINTERS:
            self.loaded.append(found[_LOADED[tag]])


def problems(site: Path) -> list[str]:
    """Return what is wrong with a built site, a line each.

    Args:
        site: The folder of the site.
    """
    pages = {
        path: _read(path) for path in sorted(site.rglob("*.html")) if path.name != "brief.html"
    }
    found = list(_broken(site, pages))
    reached = _reached(site, pages)
    found += [
        f"{path.relative_to(site)}: no page links to it"
        for path in pages
        if path not in reached and path.name != "404.html"
    ]
    return found


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _broken(site: Path, pages: dict[Path, _Page]) -> Iterator[str]:
    for path, page in pages.items():
        where = path.relative_to(site)
        for link in page.loaded:
            if urlsplit(link).netloc:
                yield f"{where}: loads {link} from another host"
        for link in (*page.links, *page.loaded):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = _target(site, path, parts.path)
            if not target.is_file():
                yield f"{where}: {link} leads nowhere"
            elif (
                parts.fragment
                and target in pages
                and unquote(parts.fragment) not in (*pages[target].ids, "__top")
            ):
                yield f"{where}: {link} names an anchor that is not there"


def _target(site: Path, path: Path, link: str) -> Path:
    """The file that a link of a page leads to."""
    if not link:
        return path
    base = site if link.startswith("/") else path.parent
    target = (base / unquote(link).lstrip("/")).resolve()
    return target / "index.html" if target.is_dir() else target


def _reached(site: Path, pages: dict[Path, _Page]) -> set[Path]:
    """The pages to which the links of text lead from the first page on."""
    site = site.resolve()
    seen, waiting = set(), [site / "index.html"]
    by_place = {path.resolve(): page for path, page in pages.items()}
    while waiting:
        path = waiting.pop()
        if path in seen or path not in by_place:
            continue
        seen.add(path)
        links = [urlsplit(link) for link in by_place[path].links]
        waiting += [
            _target(site, path, link.path) for link in links if not (link.scheme or link.netloc)
        ]
    return {path for path in pages if path.resolve() in seen}
