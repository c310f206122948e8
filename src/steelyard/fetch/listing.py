"""Listing: the files behind an address, with size and checksum where the publisher gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit

from steelyard.errors import FetchError
from steelyard.fetch.addresses import Address
from steelyard.vocabulary.time import calendar_day

#: Gives the lines of a page or list at an address.
Read = Callable[[str], Iterable[str]]

#: Days in the names of publishers' files: 20191018, 20191018153000, 2019-10-18.
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?:\d{6})?(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Remote:
    """One file at a publisher's: address, name to keep it under, size in bytes and checksum.

    ``checksum`` is ``md5:...`` or ``sha256:...`` as the publisher states it, None where it does not.
    """

    url: str
    name: str
    size: int | None = None
    checksum: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open days ``[since, until)`` that are wanted; None leaves a side open."""

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a span without a day."""
        if self.since and self.until and self.since >= self.until:
            msg = (
                f"--since {self.since} is not before --until {self.until}; the days are "
                "[since, until), so give a later --until."
            )
            raise FetchError(msg)

    def holds(self, name: str) -> bool:
        """Say whether a file of this name may hold a wanted day; one without a date may."""
        found = _days(name)
        if found is None:
            return True
        first, last = found
        return (self.until is None or first < self.until) and (
            self.since is None or last >= self.since
        )


def remotes(entry: Address, span: Span, read: Read) -> list[Remote]:
    """Return the files that ``entry`` names, of the days in ``span``.

    Args:
        entry: The address.
        span: The days.
        read: Gives the lines of a page or list at an address.

    Raises:
        FetchError: The list is not what it should be, or names no file of these days.
    """
    found = _apart(_LISTERS[entry.kind](entry, span, read))
    if not found:
        msg = (
            f"{entry.address} names no file of {entry.name} for the days asked. Widen --since and "
            f"--until, or look yourself. {entry.if_dead}."
        )
        raise FetchError(msg)
    return found


def _apart(found: Iterable[Remote]) -> list[Remote]:
    """Each address once, and no two files under one name."""
    kept: dict[str, Remote] = {}
    for remote in {one.url: one for one in found}.values():
        name, number = remote.name, 1
        while name in kept:
            number += 1
            name = f"{number}-{remote.name}"
        kept[name] = replace(remote, name=name)
    return list(kept.values())


def _file(entry: Address, span: Span, read: Read) -> Iterator[Remote]:
    del span, read
    yield Remote(entry.address, _name(entry.address))


def _daily(entry: Address, span: Span, read: Read) -> Iterator[Remote]:
    del read
    if span.since is None or span.until is None:
        msg = (
            f"{entry.name} has a file a day: say which days with --since D --until D "
            "(days are written 2019-10-18; the last is not fetched)."
        )
        raise FetchError(msg)
    for offset in range((span.until - span.since).days):
        url = entry.address.format(day=span.since + timedelta(days=offset))
        yield Remote(url, _name(url))


def _master(entry: Address, span: Span, read: Read) -> Iterator[Remote]:
    """GDELT's list: size, MD5 and address on a line, some lines broken."""
    if span.since is None and span.until is None:
        msg = (
            f"{entry.name} has a file every 15 minutes since 2015: say which days with "
            "--since D --until D (days are written 2019-10-18; the last is not fetched)."
        )
        raise FetchError(msg)
    wanted, lines, good = re.compile(entry.pattern), 0, 0
    for line in read(entry.address):
        lines += 1
        cells = line.split()
        if len(cells) != 3 or not cells[0].isdigit() or not re.fullmatch("[0-9a-f]{32}", cells[1]):
            continue
        good += 1
        size, md5, url = cells
        if wanted.search(url) and span.holds(_name(url)):
            yield Remote(url, _name(url), int(size), f"md5:{md5}")
    if lines and not good:
        msg = (
            f"{entry.address} is no list of size, MD5 and address any more. Look at it in a "
            f"browser. {entry.if_dead}."
        )
        raise FetchError(msg)


def _dataverse(entry: Address, span: Span, read: Read) -> Iterator[Remote]:
    """The description of a Dataverse entry: its files with id, size and MD5."""
    try:
        described = json.loads("\n".join(read(entry.address)))
        listed: list[dict[str, Any]] = described["data"]["latestVersion"]["files"]
        found = [(cell["dataFile"], cell.get("restricted", False)) for cell in listed]
        rows = [
            (row["id"], row["filename"], row.get("filesize"), row.get("md5")) for row, _ in found
        ]
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{entry.address} does not describe a Dataverse entry as expected. {entry.if_dead}."
        raise FetchError(msg) from error
    base = urlsplit(entry.address)
    for number, name, size, md5 in rows:
        if re.search(entry.pattern, name) and span.holds(name):
            url = f"{base.scheme}://{base.netloc}/api/access/datafile/{number}?format=original"
            yield Remote(url, _safe(name), size, f"md5:{md5}" if md5 else None)


def _links(entry: Address, span: Span, read: Read) -> Iterator[Remote]:
    page = _Links()
    page.feed("\n".join(read(entry.address)))
    for link in page.found:
        url = urljoin(entry.address, link)
        name = _name(url) if urlsplit(url).path.strip("/") else ""
        if re.search(entry.pattern, name) and span.holds(name):
            yield Remote(url, name)


_LISTERS: Mapping[str, Callable[[Address, Span, Read], Iterator[Remote]]] = {
    "file": _file,
    "daily": _daily,
    "master": _master,
    "dataverse": _dataverse,
    "links": _links,
}


class _Links(HTMLParser):
    """The targets of a page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the target of a link."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def _days(name: str) -> tuple[date, date] | None:
    """First and last day that a file's name speaks of: a day, or a year."""
    if found := _DAY.search(name):
        day = calendar_day(*(int(part) for part in found.groups()))
        return (day, day) if day else None
    if found := _YEAR.search(name):
        year = int(found.group(1))
        return date(year, 1, 1), date(year, 12, 31)
    return None


def _name(url: str) -> str:
    return _safe(PurePosixPath(urlsplit(url).path).name)


def _safe(name: str) -> str:
    """The last part of a name, since a list may say ``../`` or hold a whole path."""
    kept = re.sub(r"[^\w.+ -]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".")
    if not kept:
        msg = f"A file of the list has no usable name ({name!r}). Download it by hand."
        raise FetchError(msg)
    return kept
