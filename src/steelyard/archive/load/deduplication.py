"""One event, once: which reports are of the same event.

Reports of one source are of one event where they agree on actors and recipients (as states),
type, mode and status, and the earliest of them fixes the day: only reports of that day or of
the next join it. They are never chained: a report of the third day heads an event of its own,
so that a month of daily accusations stays a month. ASSAULT, COERCE and PROTEST join only on the
same day and at the same place. What both do together (``data/joint.csv``) and is reported in
both directions is one mutual event: both are its actors and it has no recipient.

Since a run of consecutive days is cut into pairs from its first day on, the head's day of any
report is ``first + 2 * ((day - first) // 2)``, with ``first`` the first day of the run: no
report needs to be compared with another, and the order of loading does not matter.

``link`` is the hash of what the reports of one event share; ``sides`` says in which direction a
joint act was reported: 0 it is not joint, 1 forward, 2 backward, 3 both at once.
"""

from __future__ import annotations

import csv
from functools import cache, reduce
from importlib.resources import files
from operator import or_

import ibis
import ibis.expr.types as ir

#: These are many a day and place; two of them are one only where both are the same.
LOCAL = ("ASSAULT", "COERCE", "PROTEST")

#: Somebody whom nobody has identified is not the same as somebody else.
_NOBODY = "UNK"
_SPLIT = "\x1f"
#: Texts that an identity is made of, at most.
_PARTS = 7


@ibis.udf.scalar.builtin(name="md5_number", signature=(("string",), "int64"))  # type: ignore[untyped-decorator]  # Ibis ships no types
def _md5_number(text: str) -> int:
    """Give the MD5 sum of a text as a number of 128 bits, a type for which Ibis has no name."""
    raise NotImplementedError


def _hash(text: ir.StringValue) -> ir.Value:
    """Return 64 bits of the MD5 sum of a text: DuckDB's ``md5_number_lower``, which takes thrice as long."""
    return (_md5_number(text) >> 64).cast("uint64")


@ibis.udf.scalar.builtin(name="concat_ws", signature=(("string",) * (_PARTS + 1), "string"))  # type: ignore[untyped-decorator]  # Ibis ships no types
def _joined(split: str, a: str, b: str, c: str, d: str, e: str, f: str, g: str) -> str:  # noqa: PLR0917 - Ibis counts them
    """Join texts; DuckDB's own, which is faster than a chain of ``||``."""
    raise NotImplementedError


#: Columns that name who is on either side.
PARTIES = ("actor", "actor_name", "recipient", "recipient_name")


def linked(rows: ir.Table, *, alone: bool = False) -> ir.Table:
    """Return rows of REPORT with ``link`` and ``sides``.

    Args:
        rows: The rows.
        alone: Each row names one party a side at most, and its PARTIES are plain text, no lists.
    """
    if alone:
        return _linked_alone(rows)
    rows = rows.mutate(
        _actor=_party(rows.actor, rows.actor_name, rows.source_id),
        _recipient=_party(rows.recipient, rows.recipient_name, ibis.literal("")),
    )
    actor, recipient = rows["_actor"], rows["_recipient"]
    alone = rows.recipient.length() == 0
    several = rows.actor.length() > 1
    together = several & (alone | (actor == recipient))
    sides = ibis.cases(
        (~_joint(rows) | (alone & ~together), 0),
        (together, 3),
        (actor <= recipient, 1),
        else_=2,
    ).cast("int8")
    rows = rows.mutate(sides=sides)
    first = (rows.sides == 2).ifelse(rows["_recipient"], rows["_actor"])
    second = ibis.cases(
        (rows.sides == 3, ""), (rows.sides == 2, rows["_actor"]), else_=rows["_recipient"]
    )
    # Parties of a joint act are one set, whichever side they were put on.
    parties = first.concat((rows.sides > 0).ifelse(";", ">"), second)
    compound = (rows.sides > 0) & (rows.actor.length() + rows.recipient.length() > 2)
    parties = compound.ifelse(_all(rows.actor.concat(rows.recipient)), parties)
    parties = (rows.sides == 3).ifelse(_all(rows.actor), parties)
    return rows.mutate(link=_link(rows, parties)).drop("_actor", "_recipient")


def _linked_alone(rows: ir.Table) -> ir.Table:
    """The same as :func:`linked` for rows with one party a side at most: there are no lists."""
    rows = rows.mutate(
        _actor=_known(rows.actor, rows.actor_name, rows.source_id),
        _recipient=_known(rows.recipient, rows.recipient_name, ibis.literal("")),
    )
    actor, recipient = rows["_actor"], rows["_recipient"]
    sides = ibis.cases(
        (~_joint(rows) | rows.recipient.isnull(), 0), (actor <= recipient, 1), else_=2
    ).cast("int8")
    rows = rows.mutate(sides=sides)
    actor, recipient = rows["_actor"], rows["_recipient"]
    first = (rows.sides == 2).ifelse(recipient, actor)
    second = (rows.sides == 2).ifelse(actor, recipient)
    parties = first.concat((rows.sides > 0).ifelse(";", ">"), second)
    return rows.mutate(link=_link(rows, parties)).drop("_actor", "_recipient")


def _known(code: ir.StringValue, name: ir.StringValue, other: ir.StringValue) -> ir.StringValue:
    """One party as a text; who has no code goes by the name, else stays alone."""
    named = ibis.literal("?").concat(name.fill_null(other))
    return (code.isnull() | (code == _NOBODY)).ifelse(named, code)


def _link(rows: ir.Table, parties: ir.StringValue) -> ir.Value:
    """The hash of what reports of one event share."""
    place = ibis.coalesce(rows.locality, rows.place, "")
    local = rows.type.isin(LOCAL).ifelse(rows.day.cast(str).concat(_SPLIT, place), "")
    parts = (parties, rows.type, rows["mode"], rows.status, rows.precision, local)
    return _hash(together_text(rows.source, *parts))


def together_text(*parts: ir.StringValue) -> ir.StringValue:
    """Return up to seven texts as one, each apart from the next; a null is an empty text."""
    texts = [part.fill_null("") for part in parts]
    return _joined(_SPLIT, *texts, *[""] * (_PARTS - len(texts)))


def _party(codes: ir.ArrayValue, names: ir.ArrayValue, other: ir.StringValue) -> ir.StringValue:
    """The states of one side as one text; who has no code goes by the name, else stays alone."""
    named = (names.length() > 0).ifelse(_all(names), other)
    unknown = (codes.length() == 0) | codes.contains(_NOBODY)
    return unknown.ifelse(ibis.literal("?").concat(named), _all(codes))


def _all(codes: ir.ArrayValue) -> ir.StringValue:
    """Codes in order, split by ``;``; sorting is left out where there is nothing to sort."""
    return (codes.length() == 1).ifelse(codes[0], codes.unique().sort().join(";"))


@cache
def _joint_rows() -> tuple[dict[str, str], ...]:
    path = files("steelyard.archive") / "data" / "joint.csv"
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _joint(rows: ir.Table) -> ir.BooleanValue:
    """Whether both sides do it together, by the table of joint acts."""
    alike = []
    for row in _joint_rows():
        fits = (rows.type == row["type"]) & (rows["mode"].fill_null("") == row["mode"])
        if row["code"]:
            fits &= (rows.scheme.fill_null("") == row["scheme"]) & rows.code.fill_null(
                ""
            ).startswith(row["code"])
        alike.append(fits)
    return reduce(or_, alike)


def runs(days: ir.Table) -> ir.Table:
    """Return distinct ``(link, day)`` with ``first``, the first day of the run of days it is in."""
    ordered = ibis.window(group_by="link", order_by="day")
    days = days.mutate(_place=ibis.row_number().over(ordered))
    days = days.mutate(_run=days.day.epoch_days() - days["_place"])
    inside = ibis.window(group_by=["link", "_run"])
    return days.mutate(first=days.day.min().over(inside)).drop("_place", "_run")


def affected(held: ir.Table, gone: ir.Table, fresh: ir.Table) -> ir.Table:
    """Return the days of links whose rows new or vanished reports may put into other events.

    An event whose days end before the first change stays, since it was closed by then; so does
    everything behind the first day without a report after the last change.

    Args:
        held: Distinct ``link``, ``day`` of the archive: of each run of days with a change, all.
        gone: ``link``, ``day`` of reports that were taken out.
        fresh: ``link``, ``day`` of reports that come in.

    Returns:
        Distinct ``link``, ``day``, all of them in ``held``.
    """
    fresh = fresh.semi_join(held, "link")
    former = runs(held.union(gone).distinct())
    later = runs(held.union(gone).union(fresh).distinct())
    changes = gone.union(fresh).distinct()
    since = changes.group_by("link").agg(since=changes.day.min())
    touched = later.semi_join(changes, ["link", "day"]).select("link", "first").distinct()
    touched = later.semi_join(touched, ["link", "first"]).select("link", "day")
    headed = former.mutate(
        headed=former["first"].epoch_days()
        + 2 * ((former.day.epoch_days() - former["first"].epoch_days()) // 2)
    )
    days = held.inner_join(headed.select("link", "day", "headed"), ["link", "day"])
    days = days.inner_join(since, "link").semi_join(touched, ["link", "day"])
    return days.filter(days.headed >= days.since.epoch_days() - 1).select("link", "day")


def decided(keys: ir.Table, *, simple: bool = False) -> ir.Table:
    """Return what becomes of each row that shares its event with another.

    Args:
        keys: ``row`` (its number), ``link``, ``day``, ``event_id`` (the row's own), ``source_id``,
            ``mention`` (whether it is a mention of another row), ``reports``, ``publishers``,
            ``publisher`` (the first of them), ``sides``.
        simple: No report comes twice, none is a mention, and each has one publisher at most: the
            same is then worked out in a third of the time.

    Returns:
        ``row``, ``event_id`` (the event's), ``head``, ``mutual``, and of heads ``reports`` and
        ``publishers``; rows that are alone in their event are not listed.
    """
    rows = _crowded(keys)
    events = _simple_events(rows) if simple else _events(rows)
    rows = rows.select("row", "link", "_event").inner_join(events, ["link", "_event"])
    head = rows.row == rows.head_row
    return rows.select(
        "row",
        event_id=rows.head_id,
        head=head,
        reports=head.ifelse(rows.total.cast("int32"), ibis.null("int32")),
        publishers=head.ifelse(rows.named, ibis.null(rows.named.type())),
        mutual=rows.mutual,
    )


def _crowded(keys: ir.Table) -> ir.Table:
    """The rows that share their event with another, with its first possible day as ``_event``."""
    days = keys.group_by("link", "day").agg(_n=keys.count())
    days = runs(days)
    since = days.day.epoch_days() - days["first"].epoch_days()
    days = days.mutate(_event=days["first"].epoch_days() + 2 * (since // 2))
    crowds = days.group_by("link", "_event").having(days["_n"].sum() > 1).agg(_all=days["_n"].sum())
    days = days.semi_join(crowds, ["link", "_event"]).select("link", "day", "_event")
    return keys.inner_join(days, ["link", "day"])


def _simple_events(rows: ir.Table) -> ir.Table:
    """The events of rows that :func:`decided` calls simple.

    On the event's first day there is a report, and the ids of its reports differ: those of the
    source alone say which comes first.
    """
    first = rows.day.epoch_days() == rows["_event"]
    named = rows.publisher.collect(where=rows.publisher.notnull(), distinct=True)
    return rows.group_by("link", "_event").agg(
        head_row=rows.row.argmin(rows.source_id, where=first),
        head_id=rows.event_id.argmin(rows.source_id, where=first),
        total=rows.reports.sum(),
        named=named.fill_null(ibis.literal([], type="array<string>")).sort(),
        mutual=_is_mutual(rows.sides.min(), rows.sides.max()),
    )


def _events(rows: ir.Table) -> ir.Table:
    # One report that two files carry is one report.
    once = rows.group_by("link", "_event", "event_id").agg(
        row=rows.row.min(),
        mention=rows.mention.first(),
        reports=rows.reports.max(),
        publishers=rows.publishers.first(),
        low=rows.sides.min(),
        high=rows.sides.max(),
        day=rows.day.min(),
        source_id=rows.source_id.min(),
    )
    order = ibis.struct(
        {
            "day": once.day,
            "mention": once.mention,
            "source_id": once.source_id,
            "event_id": once.event_id,
        }
    )
    return once.group_by("link", "_event").agg(
        head_row=once.row.argmin(order),
        head_id=once.event_id.argmin(order),
        total=once.reports.sum(),
        named=once.publishers.collect().flatten().unique().sort(),
        mutual=_is_mutual(once.low.min(), once.high.max()),
    )


def _is_mutual(low: ir.Value, high: ir.Value) -> ir.BooleanValue:
    return (high == 3) | (low != high)
