"""Coded events to be reviewed, the least sure first, each with its sentence in context."""

from __future__ import annotations

from typing import Any

from steelyard.archive import tables
from steelyard.archive.index.answers import Index
from steelyard.archive.index.choice import Choice
from steelyard.archive.index.event import context_of
from steelyard.records import EVENT

#: Seconds that the queue may take: many sentences are read for it.
PATIENCE = 20.0


def queue(
    index: Index, choice: Choice, *, by_day: bool = False, most: int = 200, start: int = 0
) -> list[dict[str, Any]]:
    """Return events that a coder read from sentences and nobody has reviewed.

    Each row has the columns of EVENT, and ``before``, ``said`` and ``after``: its piece of the article.
    """
    with index.asking(PATIENCE) as cursor:
        where, values = index.where(cursor, choice)
        order = "t_day, t_id" if by_day else "confidence NULLS LAST, t_day, t_id"
        chosen = f"SELECT id, day, line, source FROM thin WHERE sentence IS NOT NULL AND {where}"
        names = ", ".join(index.column(name) for name in EVENT.names if name != "source")
        rows = (
            cursor.execute(
                f"SELECT {names}, its AS source FROM (SELECT t.id AS t_id, t.day AS t_day, "
                f"t.source::VARCHAR AS its, l.* FROM ({chosen}) t "
                "JOIN archive.lines l ON l.rowid = t.line) "
                "WHERE corrects IS NULL AND confidence IS NOT NULL "
                f"ORDER BY {order} LIMIT {int(most)} OFFSET {int(start)}",
                values,
            )
            .to_arrow_table()
            .to_pylist()
        )
        named = sorted({row["document_id"] for row in rows if row["document_id"]})
        columns = tables.names_sql(("document_id", "title", "text", "date", "publisher"))
        articles = (
            {
                row["document_id"]: row
                for row in cursor.execute(
                    f"SELECT {columns} FROM archive.read_articles "
                    "WHERE document_id IN (SELECT unnest(?))",
                    [named],
                )
                .to_arrow_table()
                .to_pylist()
            }
            if named
            else {}
        )
    for row in rows:
        article = articles.get(row["document_id"], {})
        before, said, after = context_of(article.get("text", ""), row)
        row |= {"before": before, "said": said, "after": after, "title": article.get("title")}
    return rows
