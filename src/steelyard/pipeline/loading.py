"""Loading: files of a data set into an archive, one transaction a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

from steelyard import sources, ties, vocabulary
from steelyard.archive import INNER, Packed, Store, export, find_files, shaped, unpacked
from steelyard.errors import ArchiveError, ShapeError, SourceError
from steelyard.pipeline.progress import Progress
from steelyard.records import Case, EventSource, Loaded, TieSource
from steelyard.vocabulary.time import Order

#: Unknown codes, and reasons of a file, that a summary shows; the manifest holds them all.
SHOWN, REASONS = 10, 3


@dataclass(frozen=True, slots=True)
class LoadRun:
    """What loading did: a record for every file that was loaded, a line for every one refused."""

    loaded: tuple[Loaded, ...]
    refused: tuple[SourceError, ...]
    warnings: tuple[str, ...] = ()

    @property
    def unknown(self) -> dict[str, int]:
        """Codes of actors that nobody knows, the most frequent first."""
        counts: dict[str, int] = {}
        for file in self.loaded:
            for code, n in (file.unknown or {}).items():
                counts[code] = counts.get(code, 0) + n
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def lines(self) -> list[str]:
        """Return what was done, a line a file, and the unknown codes."""
        told = [_told(file) for file in self.loaded]
        if len(self.loaded) > 1:
            told.append(self._total())
        if self.unknown:
            shown = ", ".join(
                f"{code} {n}{_meant(code)}" for code, n in list(self.unknown.items())[:SHOWN]
            )
            more = f" and {len(self.unknown) - SHOWN} more" if len(self.unknown) > SHOWN else ""
            told.append(f"Codes of actors that nobody knows: {shown}{more}.")
        return told

    def _total(self) -> str:
        files = [file for file in self.loaded if not file.same]
        sums = {
            name: sum(getattr(file, name) for file in files)
            for name in ("read", "kept", "merged", "rejected")
        }
        return f"{len(files)} files: " + _counts(**sums)


def _one_line(name: str) -> str:
    """The name of a file, which may bear a line break of its own."""
    return name.replace("\r", "\\r").replace("\n", "\\n")


def _told(file: Loaded) -> str:
    name = _one_line(file.file)
    if file.same:
        return f"{name}: held already, nothing changed"
    counts = _counts(file.read, file.kept, file.merged, file.rejected)
    why = f" ({'; '.join(file.reasons[:REASONS])})" if file.reasons else ""
    more = f" and {len(file.reasons) - REASONS} more reasons" if len(file.reasons) > REASONS else ""
    return f"{name}: {counts}{why}{more}"


def _counts(read: int, kept: int, merged: int, rejected: int) -> str:
    return f"{read:,} rows read = {kept:,} kept + {merged:,} merged + {rejected:,} rejected"


def load(
    source: str | EventSource | TieSource,
    paths: Sequence[str | Path],
    to: str | Path,
    *,
    columns: str | Path | None = None,
    days: Order | None = None,
    for_case: Case | None = None,
    progress: Progress | None = None,
) -> LoadRun:
    r"""Load files of a data set into an archive.

    Every file is loaded whole or not at all; a file that is refused does not keep the others
    out. A file that the archive holds already is passed over.

    Args:
        source: The name of a data set (``steelyard sources`` lists them), or one of your own.
        paths: Files, folders and patterns, packed as they come from the publisher.
        to: The archive: a file, or a folder (its name ends with ``/``, or it is there) that then
            holds the archive as Parquet too; made where it does not exist.
        columns: For source ``table``: a TOML file that says which column holds what.
        days: The order of day, month and year, where the days of a file do not settle it.
        for_case: Keep only what this case needs: the events of its clients, and what it counts
            over all others. Every finding is that of the whole; no other case can be weighed on
            it. Ties, which are small, are loaded whole.
        progress: Told of each file.

    Raises:
        SourceError: There is no such source or file, or every file was refused.
        ArchiveError: The archive is in use, no archive, or the disk is full.

    >>> import pathlib, tempfile, steelyard as sy
    >>> with tempfile.TemporaryDirectory() as home:
    ...     rows = pathlib.Path(home, "rows.csv")
    ...     _ = rows.write_text("day,actor,recipient,type\n2019-10-19,RUS,SRB,CONSULT\n")
    ...     run = sy.load("table", [rows], f"{home}/a.duckdb")
    >>> run.lines()
    ['rows.csv: 1 rows read = 1 kept + 0 merged + 0 rejected']
    """
    found = source_named(source, columns) if isinstance(source, str) else source
    patterns = found.files if isinstance(found, TieSource) else ("*",)
    files = find_files([str(path) for path in paths], patterns)
    if source == "table" and columns is None and all(_is_of_ties(file) for file in files):
        found = ties.table.SOURCE
    folder = Path(to) if str(to).endswith("/") or Path(to).is_dir() else None
    if for_case is not None and isinstance(found, EventSource):
        if folder is not None:
            msg = f"{to} is a folder; an archive for one case is one file. Name a .duckdb file."
            raise ArchiveError(msg)
        return _load_for(for_case, found, files, target=Path(to), days=days, progress=progress)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    file = Path(to) if folder is None else folder / INNER
    new = not file.exists()
    try:
        with Store(file) as store:
            run = _load_all(store, found, files, days, progress)
    finally:
        if new and not _holds_anything(file):
            _remove(file)
    if folder is not None and run.loaded:
        export(folder)
    if run.refused and not run.loaded:
        raise _of_all(run.refused)
    return run


def _load_for(
    case: Case,
    source: EventSource,
    files: Sequence[Packed],
    *,
    target: Path,
    days: Order | None,
    progress: Progress | None,
) -> LoadRun:
    """Load files whole beside the target, and keep what the case needs of them."""
    from steelyard.pipeline.case_archive import reduce_to, whole_beside

    with whole_beside(target) as whole:
        with Store(whole) as store:
            run = _load_all(store, source, files, days, progress)
        if not run.loaded:
            raise _of_all(run.refused)
        reduce_to(case, whole, target, progress)
    return run


def _is_of_ties(packed: Packed) -> bool:
    """Whether a table that somebody keeps holds ties, and no events."""
    with TemporaryDirectory() as folder, unpacked(packed, Path(folder)) as file:
        return ties.table.fits(file.path)


def source_named(name: str, columns: str | Path | None = None) -> EventSource | TieSource:
    """Return the data set of this name, of events or of ties.

    Raises:
        SourceError: There is none, or a column map was given for one that needs none.
    """
    if name == "table" and columns is not None:
        from steelyard.sources.own_table import read_map, table_source

        return table_source(read_map(Path(columns)))
    if columns is not None:
        msg = f"Source '{name}' has its own columns; a column map belongs to source 'table'."
        raise SourceError(msg)
    if name in sources.NAMES:
        return sources.event_source(name)
    tie_sources = {source.name: source for source in ties.tie_sources()}
    if name in tie_sources:
        return tie_sources[name]
    names = (*sources.NAMES, *tie_sources)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"Did you mean '{near[0]}'?" if near else "See 'steelyard sources'."
    msg = f"Source '{name}' is not known; allowed are {', '.join(names)}. {hint}"
    raise SourceError(msg)


def source_of(path: str | Path) -> str:
    """Return the name of the data set that a file is of, told by its columns; ``table`` for one's own.

    Raises:
        SourceError: It is in no shape that is known.
    """
    (packed, *_) = find_files([str(path)], ("*",))
    with TemporaryDirectory() as folder, unpacked(packed, Path(folder)) as file:
        known = sorted(sources.event_sources(), key=lambda source: source.name == "table")
        for number, source in enumerate(known):
            work = Path(folder) / f"source-{number}"
            work.mkdir()
            try:
                shaped(source, file, work)
            except SourceError:
                continue
            return source.name
        if ties.table.fits(file.path):
            return "table"
    msg = (
        f"{packed.name} is in no shape of an event data set, and no chronology of one's own. Say which "
        "data set it is of; 'steelyard sources' lists them."
    )
    raise SourceError(msg)


def _load_all(
    store: Store,
    source: EventSource | TieSource,
    files: Sequence[Packed],
    days: Order | None,
    progress: Progress | None,
) -> LoadRun:
    loaded: list[Loaded] = []
    refused: list[SourceError] = []
    warnings: list[str] = []
    passed: list[SourceError] = []
    for number, packed in enumerate(files):
        if progress:
            progress(packed.name, number, len(files))
        try:
            if isinstance(source, TieSource):
                loaded.append(store.load_ties(source, packed, days))
                warnings += [_of_file(packed.name, note) for note in loaded[-1].notes]
            else:
                loaded.append(store.load(source, packed, days))
                warnings += [_of_file(packed.name, note) for note in loaded[-1].notes]
                warnings += _size_warning(source, loaded[-1])
        except ShapeError as error:
            # A folder, or a .zip of several files, holds notes and licences as well.
            (refused if packed.named else passed).append(error)
        except SourceError as error:
            refused.append(error)
    if progress:
        progress("done", len(files), len(files))
    if not loaded and not refused:  # then no file at all was what it should be
        return LoadRun((), tuple(passed), tuple(warnings))
    warnings += [f"Passed over: {error}" for error in passed]
    return LoadRun(tuple(loaded), tuple(refused), tuple(warnings))


def _of_file(name: str, note: str) -> str:
    """What was assumed about a file, with its name where the note does not begin with it."""
    return note if note.startswith(name) else f"{name}: {note}"


def _size_warning(source: EventSource, loaded: Loaded) -> list[str]:
    """A word where a file has far fewer or more rows than its publisher's files have."""
    low, high = source.sizes.get(loaded.layout, (0, loaded.read))
    if loaded.same or low <= loaded.read <= high:
        return []
    usual = f"{low:,} to {high:,}"
    return [
        f"{loaded.file} has {loaded.read:,} rows, files of {loaded.layout} {usual}: an extract?"
    ]


def _of_all(refused: Sequence[SourceError]) -> SourceError:
    if len(refused) == 1:
        return refused[0]
    more = f" (and {len(refused) - 1} more files were refused)"
    return SourceError(f"{refused[0]}{more}")


def _holds_anything(path: Path) -> bool:
    from steelyard.archive import open_archive

    if not path.exists():
        return True
    archive = open_archive(path)
    try:
        return int(archive.manifest.count().to_pyarrow().as_py()) > 0
    finally:
        archive.connection.disconnect()


def _remove(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}.wal")):
        name.unlink(missing_ok=True)


def _meant(code: str) -> str:
    """What a code of two letters should be; codes of states have three."""
    if len(code) != len("RS"):
        return ""
    states = {row.code: row.actor for row in vocabulary.state_codes("iso2")}
    return f" (write {states[code]})" if code in states else ""
