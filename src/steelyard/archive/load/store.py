"""The store: an archive file opened for writing. Every file that is loaded is one transaction.

Whatever happens, the archive holds all of a file or nothing of it: rows, coverage and manifest
are written together, and a load that is killed, refused or out of disk leaves it as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

import ibis.expr.types as ir
import pyarrow as pa

from steelyard.archive import tables
from steelyard.archive.connection import connect, plainly, work_folder
from steelyard.archive.files.csv_rows import RAW, RawRows
from steelyard.archive.files.shapes import shaped
from steelyard.archive.files.unpacking import Packed, Unpacked, unpacked
from steelyard.archive.load.coverage import covered
from steelyard.archive.load.mappings import FILE, Mappings
from steelyard.archive.load.merging import STAGED, TEMPORARY, forget, merge, show
from steelyard.archive.load.staging import Origin, constants, mentioned, single, staged
from steelyard.archive.load.tally import Tally, refuse, tally, told_once
from steelyard.errors import ArchiveError
from steelyard.records import EventSource, Layout, Loaded, SourceCard, TieSource, TieTables
from steelyard.vocabulary.time import Order

_OF_FILE = "source = ? AND file = ?"


class Store:
    """An archive file open for writing; use it as a context manager.

    One process writes at a time; a second one is told so.
    """

    def __init__(self, path: str | Path) -> None:
        """Open or make the archive at ``path``.

        Raises:
            ArchiveError: The file is in use, no archive, or cannot be written.
        """
        self.path = Path(path)
        self._connection = connect(self.path, write=True)
        self._mappings = Mappings(self._connection)
        # What a killed load has left; nobody else is writing, since the file is ours.
        shutil.rmtree(work_folder(self.path), ignore_errors=True)

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file and take away the folder beside it."""
        self._connection.disconnect()
        shutil.rmtree(work_folder(self.path), ignore_errors=True)

    def load(self, source: EventSource, packed: Packed, order: Order | None = None) -> Loaded:
        """Load one file of an event source.

        A file that the archive holds already changes nothing; another file of the same name
        replaces its rows.

        Args:
            source: The data set.
            packed: The file.
            order: The order of day, month and year, where the file does not settle it.

        Raises:
            SourceError: The file is damaged, in no known shape, or too much of it is bad.
            ArchiveError: The disk is full.
        """
        self._check_whole()
        with plainly(self.path), self._folder() as folder, unpacked(packed, folder) as file:
            return self._held(source.name, file) or self._load(source, file, folder, order)

    def load_ties(self, source: TieSource, packed: Packed, order: Order | None = None) -> Loaded:
        """Load one file of a tie source; as :meth:`load`."""
        with plainly(self.path), self._folder() as folder, unpacked(packed, folder) as file:
            if held := self._held(source.name, file):
                return held
            if order is not None and source.ordered is not None:
                return self._load_ties(source, file, source.ordered(file.path, order))
            return self._load_ties(source, file, source.read(file.path))

    def _check_whole(self) -> None:
        """Refuse to put events into an archive that holds only what one case needs."""
        if tables.FOR_CASE in {
            row[0] for row in self._connection.raw_sql("SHOW TABLES").fetchall()
        }:
            name = self._connection.raw_sql(f"SELECT name FROM {tables.FOR_CASE}").fetchone()[0]
            msg = (
                f"{self.path} holds only what case '{name}' needs, and more events cannot be counted "
                "with those. Load all files in one command, into a new archive."
            )
            raise ArchiveError(msg)

    def _load(
        self, source: EventSource, file: Unpacked, folder: Path, order: Order | None
    ) -> Loaded:
        shape = shaped(source, file, folder)
        layout = shape.layout
        rows = RawRows(self._connection, shape, order)
        origin = Origin(source.name, file.name, f"{source.name} {layout.name}")
        with self._cleared():
            rows.show(numbered=layout.numbered)
            key = (source.name, layout.name, layout.columns, layout.reports, layout.numbered)
            self._stage(key, lambda: self._mapped(layout, source.name), origin)
            counted = tally(
                self._connection,
                STAGED,
                rows.rejects(),
                lambda: self._problems(rows, layout, origin),
            )
            refuse(file.name, counted, source.worst)
            with self._transaction():
                forget(self._connection, _OF_FILE, [source.name, file.name])
                merge(self._connection)
                self._forget_file(source.name, file.name)
                self._cover(layout, source.name, file.name)
                self._enter_card(source.card)
                entered = self._enter(source.name, file, layout.name, counted)
                return replace(entered, notes=tuple(rows.notes))

    def _mapped(self, layout: Layout, source: str) -> ir.Table:
        raw = self._connection.table(RAW)
        mapped = layout.reports(raw)
        if layout.read is not None and "problem" in raw.columns and "problem" not in mapped.columns:
            mapped = mapped.mutate(problem=raw.problem)
        if "mention_of" not in mapped.columns:
            return mapped
        return mentioned(mapped, self._connection.table("reports"), source)

    def _stage(self, key: Hashable, map_rows: Callable[[], ir.Table], origin: Origin) -> None:
        """Stage the raw rows; a mapping that has been used before is not compiled again."""

        def build() -> tuple[ir.Table, ir.Table]:
            mapped = map_rows()
            return staged(mapped, replace(origin, file=FILE)), mapped

        mapped = self._mappings.create(f"{STAGED}_rows", key, build, origin.file)
        named = "event_id" not in mapped.columns
        same = constants(mapped, origin)
        show(self._connection, STAGED, same, single(mapped), named=named)

    def _problems(self, rows: RawRows, layout: Layout, origin: Origin) -> ir.Table | None:
        """The bad rows with their lines: the file is read again, which few files need."""
        if layout.numbered or layout.read is not None:
            return None
        rows.show(numbered=True)
        found = staged(self._mapped(layout, origin.source), origin)
        return found.filter(found.problem.notnull()).select("line", "problem")

    def _load_ties(self, source: TieSource, file: Unpacked, found: TieTables) -> Loaded:
        bad = sum(reject.bad for reject in found.rejects)
        reasons = told_once(found.rejects)
        counted = Tally(
            good=found.read - len(found.rejects),
            bad=bad,
            outside=len(found.rejects) - bad,
            reasons=reasons,
            unknown={},
        )
        refuse(file.name, counted, source.worst)
        with self._transaction():
            self._forget_file(source.name, file.name)
            for name, rows in found.tables.items():
                self._add_typed(name, rows, source.name, file.name)
            self._enter_card(source.card)
            entered = self._enter(source.name, file, source.name, counted)
            return replace(entered, notes=found.notes)

    def _add_typed(
        self, name: str, rows: pa.Table | pa.RecordBatchReader, source: str, file: str
    ) -> None:
        """Put the rows of a file into a typed table, made where it is new."""
        raw = self._connection.raw_sql
        raw(f'CREATE TABLE IF NOT EXISTS "{name}" ({tables.typed_sql(rows.schema)})')
        if name not in tables.OWN:
            raw(f"INSERT INTO typed SELECT '{name}' WHERE '{name}' NOT IN (FROM typed)")
        self._connection.con.register("typed_rows", rows)
        # What comes in batches is large, and is written by all threads where its order is left open.
        streamed = isinstance(rows, pa.RecordBatchReader)
        raw(f"SET preserve_insertion_order = {str(not streamed).lower()}")
        raw(
            f'INSERT INTO "{name}" BY NAME SELECT *, ? AS {tables.OF_SOURCE}, '
            f"? AS {tables.OF_FILE} FROM typed_rows",
            parameters=[source, file],
        )
        self._connection.con.unregister("typed_rows")

    def put_coded(
        self,
        card: SourceCard,
        articles: pa.Table,
        events: pa.Table,
        *,
        withdrawn: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Put articles and the events coded from them into the archive, as one transaction.

        Articles and events of the same documents that are there already are replaced, so that a
        run that was broken off may begin again with its last articles.

        Args:
            card: The source that the events bear.
            articles: In the schema ARTICLE.
            events: In the schema EVENT; ``document_id`` names their article.
            withdrawn: What is taken out first: for a coder, the ids of the events that it corrects.
        """
        self._check_whole()
        with plainly(self.path), self._cleared():
            origin = Origin(card.name, "", card.name)
            self._connection.con.register("coded_rows", events)
            self._connection.con.register("article_rows", articles)
            files = (
                "SELECT e.*, a.file FROM coded_rows e LEFT JOIN article_rows a USING (document_id)"
            )
            self._connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW raw_coded AS {files}")
            self._stage("coded", lambda: self._connection.table("raw_coded"), origin)
            documents = "(SELECT document_id FROM article_rows)"
            with self._transaction():
                gone = f"document_id IN {documents}"
                values: list[Any] = [card.name]
                for coder, corrected in (withdrawn or {}).items():
                    gone += " OR (coder = ? AND corrects IN (SELECT unnest(?)))"
                    values += [coder, list(corrected)]
                forget(self._connection, f"source = ? AND ({gone})", values)
                merge(self._connection)
                self._connection.raw_sql(
                    f"DELETE FROM read_articles WHERE document_id IN {documents}"
                )
                self._connection.raw_sql("INSERT INTO read_articles BY NAME FROM article_rows")
                self._enter_card(card)

    def _held(self, source: str, file: Unpacked) -> Loaded | None:
        """The manifest's row where the archive holds this very file, under whatever name."""
        raw = self._connection.raw_sql
        held = raw(
            "SELECT file FROM files WHERE source = ? AND sha256 = ? ORDER BY file <> ? LIMIT 1",
            parameters=[source, file.sha256, file.name],
        ).fetchone()
        if held is None:  # the manifest counts the lines of every file; few files ask for that
            return None
        found = raw(f"SELECT * FROM manifest WHERE {_OF_FILE}", parameters=[source, held[0]])
        (row,) = found.to_arrow_table().to_pylist()
        return Loaded(**{**row, "reasons": tuple(row["reasons"])}, same=True)

    def _forget_file(self, source: str, file: str) -> None:
        """Take a file's entries out of every table but ``lines``."""
        raw = self._connection.raw_sql
        for name in ("files", "covers", "unknown_codes"):
            raw(f"DELETE FROM {name} WHERE {_OF_FILE}", parameters=[source, file])
        for (name,) in raw("FROM typed UNION ALL SELECT 'ties'").fetchall():
            raw(
                f'DELETE FROM "{name}" WHERE {tables.OF_SOURCE} = ? AND {tables.OF_FILE} = ?',
                parameters=[source, file],
            )

    def _cover(self, layout: Layout, source: str, file: str) -> None:
        rows = self._connection.raw_sql(
            f"SELECT day, count(*) FROM {STAGED} WHERE problem IS NULL AND mention_of IS NULL "
            "GROUP BY day"
        ).fetchall()
        counts: dict[date, int] = {day: n for day, n in rows if day is not None}
        days = covered(layout, Path(file).name, counts)
        self._insert(
            "covers",
            [{"source": source, "file": file, "day": d, "share": s} for d, s in days.items()],
        )

    def _enter_card(self, card: SourceCard) -> None:
        self._connection.raw_sql("DELETE FROM cards WHERE name = ?", parameters=[card.name])
        self._insert("cards", [{name: getattr(card, name) for name in tables.CARD.names}])

    def _enter(self, source: str, file: Unpacked, layout: str, counted: Tally) -> Loaded:
        entry: dict[str, Any] = {
            "source": source,
            "file": file.name,
            "sha256": file.sha256,
            "bytes": file.bytes,
            "layout": layout,
            "read": counted.read,
            "rejected": counted.rejected,
            "reasons": counted.reasons,
            "loaded": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        }
        self._insert("files", [entry])
        unknown: Mapping[str, int] = counted.unknown
        self._insert(
            "unknown_codes",
            [{"source": source, "file": file.name, "code": c, "n": n} for c, n in unknown.items()],
        )
        kept = self._connection.raw_sql(
            f"SELECT count(*) FILTER (head) FROM lines WHERE {_OF_FILE}",
            parameters=[source, file.name],
        ).fetchone()[0]
        merged = counted.good - kept if layout != source else 0
        return Loaded(**entry, kept=counted.good - merged, merged=merged, unknown=unknown)

    def _insert(self, name: str, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        table = pa.Table.from_pylist(rows, schema=tables.OWN[name])
        self._connection.con.register("entry", table)
        self._connection.raw_sql(f"INSERT INTO {name} BY NAME FROM entry")
        self._connection.con.unregister("entry")

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        """A folder of this load, beside the archive: on the disk that must hold it anyway."""
        work = work_folder(self.path)
        work.mkdir(exist_ok=True)
        folder = Path(mkdtemp(dir=work))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _cleared(self) -> Iterator[None]:
        """Drop the temporary tables of a load when it is over."""
        try:
            yield
        finally:
            for name in (f"{STAGED}_rows", *TEMPORARY, "raw_held"):
                self._connection.raw_sql(f"DROP TABLE IF EXISTS temp.{name}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write all of what follows, or nothing."""
        self._connection.raw_sql("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            self._connection.raw_sql("ROLLBACK")
            raise
        self._connection.raw_sql("COMMIT")
