"""Weight: how heavy are the pair's ties beside the other pole's, and which way do they move?

Idea: compare ties with the partner and ties with the rival wherever the same source counted both in
the same year, unit and scope. Take published ratios as they are. A share of more than half
outweighs every other share of its whole. Where nobody counted anything, treaties speak: a state that
belongs to an organisation or is an ally of one pole and not of the other is bound to that one. Where
people searched, so does a printed list of the state's first trading partners: whoever it leaves out had
no more than the last one named. The direction is given only where one source has the same figure for a
year before the shock and for a year after it.
Misleads when: what is counted is not what matters (trade says little about gas), or one member is
passed off as its whole pole.
Source: structural ties beside events, Flores-Macias and Kreps 2013, Journal of Politics 75:357
(trade and foreign policy alignment); ratios are plain divisions of like by like.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median

from steelyard import vocabulary
from steelyard.diagnostics import evidence, measures, partners, reasons
from steelyard.diagnostics.assemble import OPEN, weights_of
from steelyard.diagnostics.partners import Flow, flows_of
from steelyard.diagnostics.treaties import Tied, ties_by_treaty
from steelyard.records import Account, Archive, Case, Diagnostic, Grade, Judgement, Measure
from steelyard.series import Pair, TieRow, Yearly, client_ties, pairs, yearly
from steelyard.statistics import INTERESTING_RATIO
from steelyard.wording import actor_name, count, figure, first, listing, possessive

NAME = "weight"

#: A ratio that somebody published; ``method`` names who is compared, as ``EU:EAEU``.
PUBLISHED = "trade.ratio"

#: Indicators that say nothing of weight: opinions, treaties, and counts of meetings or members.
LIGHT = ("opinion.", "treaty.", "visits.", "membership.", "cfsp.", "negotiation.")

#: What an indicator is called in a sentence, where its name is not plain enough.
WORDS = {
    "trade.total": "trade",
    "exercises.count": "drills",
    "fdi.inflow": "investment",
    "imports.share": "share of imports",
    "exports.share": "share of exports",
    "trade.share": "share",
    "arms.tiv_share": "share of arms",
}

#: Who counts every year alike: of such a series the last year up to the shock and the first one
#: after it are compared, and single years of arms are left out for those of five.
SERIES = ("importer", "exporter", "reconciled", "SIPRI")
YEARLY_ARMS = ("arms.tiv", "arms.tiv_share")

#: What the whole of trade is called, counted or published as a ratio.
WHOLE = ("trade", "trade, as published")

#: A latest figure that is more years older than the shock than this is named as old.
RECENT = 2

#: A share above this outweighs any other share of the same whole, in per cent.
HALF = 50.0


@dataclass(frozen=True, slots=True)
class Arrays:
    """Like-for-like pairs, published ratios, shares of a whole, what is counted every year, treaties, trade by lists."""

    client: str
    shock: date
    pairs: tuple[Pair, ...]
    published: tuple[TieRow, ...]
    shares: tuple[TieRow, ...]
    series: tuple[Yearly, ...] = ()
    bound: tuple[Tied, ...] = ()
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ratio:
    """One ratio of partner to rival: who, what, when, by whom, how much."""

    who: str
    what: str
    year: int
    counter: str
    value: float
    ids: tuple[str, ...]
    partner: str
    rival: str
    partial: bool
    least: bool = False


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return what the client's ties with both poles weigh."""
    ties = [
        tie for tie in client_ties(archive, case, client) if not tie.indicator.startswith(LIGHT)
    ]
    shares = [
        tie
        for tie in ties
        if tie.unit == "percent"
        and tie.indicator.endswith(".share")
        and tie.value is not None
        and not tie.method.startswith("of trade with")
        and tie.side in ("partner", "rival")
    ]
    every_year = _series(ties)
    ties = _of_note(ties, case.shock.day.year)
    shares = [tie for tie in shares if tie in ties]
    published = [tie for tie in ties if tie.indicator == PUBLISHED and tie.value is not None]
    counted = tuple(tie for tie in ties if tie.indicator != PUBLISHED)
    return Arrays(
        client,
        case.shock.day,
        pairs(counted),
        tuple(published),
        tuple(shares),
        every_year,
        tuple(ties_by_treaty(case, client)),
        flows_of(case, client) if case.searched else (),
    )


def _series(ties: list[TieRow]) -> tuple[Yearly, ...]:
    """What a data set counts every year with an organisation, or with the rival's own states."""
    groups: dict[str, list[TieRow]] = {}
    for tie in ties:
        if tie.counter not in SERIES or tie.side == "other" or ";" in tie.partner:
            continue
        whole = tie.side == "rival" or vocabulary.actor(tie.partner).kind == "organisation"
        if whole and _steady(tie):
            key = f"{_what(tie.indicator, tie.method)} {tie.partner}, {tie.counter}"
            groups.setdefault(key, []).append(tie)
    return tuple(yearly(rows, key) for key, rows in sorted(groups.items()))


def _steady(tie: TieRow) -> bool:
    """Whether a row is no figure of the arms of a single year."""
    return tie.indicator not in YEARLY_ARMS or tie.method.startswith("five years")


def _of_note(ties: list[TieRow], shock: int) -> list[TieRow]:
    """The rows without those of a series' other years, and without arms of single years."""

    def place(tie: TieRow) -> tuple[str, str, str, bool]:
        return tie.indicator, tie.counter, tie.method, tie.year > shock

    years: dict[tuple[str, str, str, bool], list[int]] = {}
    for tie in ties:
        if tie.counter in SERIES and tie.value is not None:
            years.setdefault(place(tie), []).append(tie.year)
    nearest = {key: min(found, key=lambda year: abs(year - shock)) for key, found in years.items()}
    return [
        tie
        for tie in ties
        if tie.counter not in SERIES or (nearest.get(place(tie)) == tie.year and _steady(tie))
    ]


@dataclass(frozen=True, slots=True)
class _Basis:
    """Every ratio, and the shares of the partner above a half."""

    ratios: list[_Ratio]
    majority: list[TieRow]


def judge(arrays: Arrays) -> Judgement:
    """Grade whether every ratio that can be formed has the partner well ahead."""
    ratios = _ratios(arrays)
    majority = [tie for tie in arrays.shares if tie.side == "partner" and (tie.value or 0) > HALF]
    counted = bool(ratios or majority)
    grade, why = _grade(ratios, majority) if counted else _uncounted(arrays)
    least, most = partners.ends(arrays.flows) if _by_list(arrays, counted=counted) else (None, None)
    trade = [ratio.value for ratio in ratios if ratio.what in WHOLE]
    shown = trade or [ratio.value for ratio in ratios]
    later = sum(ratio.year > arrays.shock.year for ratio in ratios)
    needed = (
        f"{possessive(actor_name(arrays.client, arrays.shock))} trade, drills, arms and investment with both "
        "poles by one counter (steelyard load imts, comtrade, sipri; docs/ties.md)"
    )
    return Judgement(
        grade=grade,
        effect=median(shown) if shown else None,
        low=min(shown, default=least),
        high=max(shown, default=most),
        n_before=len(ratios) - later,
        n_after=later,
        reasons=(*why, *_age(arrays, ratios, majority)),
        needed=needed if grade in OPEN else None,
        basis=_Basis(ratios, majority),
    )


def _ratios(arrays: Arrays) -> list[_Ratio]:
    """Every ratio, trade first and the latest first within it."""
    found = [
        _Ratio(
            f"{pair.partner}:{pair.rival}",
            _what(pair.indicator, pair.method),
            pair.year,
            pair.counter,
            pair.ratio,
            pair.ids,
            f"{figure(pair.partner_value)} {pair.unit}",
            f"{figure(pair.rival_value)} {pair.unit}",
            pair.partial,
        )
        for pair in arrays.pairs
        if pair.ratio is not None
    ]
    found += [
        _Ratio(
            tie.method or tie.partner,
            WHOLE[1],
            tie.year,
            tie.counter,
            tie.value or 0.0,
            (tie.tie_id,),
            "ratio as published",
            "",
            partial=False,
            least=tie.low is not None and tie.high is None,
        )
        for tie in arrays.published
    ]
    return sorted(found, key=lambda r: (_rank(r.what), -r.year, r.what, r.who))


def _rank(what: str) -> int:
    """The whole of trade first, then its parts, then other ties."""
    return 0 if what in WHOLE else 1 if what.startswith("trade") else 2


def _what(indicator: str, method: str) -> str:
    name = WORDS.get(indicator, indicator.replace(".", " "))
    scope, _, edition = method.rpartition(", ")
    told = scope if scope and "." in edition else method  # a file's name is no scope
    return f"{name} ({told})" if told else name


def _by_list(arrays: Arrays, *, counted: bool) -> bool:
    """Whether the list of trading partners answers: nothing was counted, and no treaty binds to one pole alone."""
    alone = len({one.side for one in arrays.bound}) == 1
    return not counted and not alone and partners.tells(arrays.flows)


def _uncounted(arrays: Arrays) -> reasons.Decision:
    """The grade where the record has no figures: whose treaties bind the client, and with whom it trades by lists."""
    nothing = "no counter counted the same thing with both poles, and no share is above a half"
    sides = {one.side for one in arrays.bound}
    by_list = partners.lead(arrays.flows)
    if len(sides) != 1:
        both = ("it is bound to both poles by treaty",) if sides else ()
        if not arrays.flows:
            return "cannot_tell", (nothing, *both)
        return by_list, (
            nothing,
            *both,
            *partners.leaves_open(arrays.flows, by_list, arrays.shock.year),
        )
    by_treaty: Grade = "supports" if "partner" in sides else "opposes"
    if by_list not in (by_treaty, "cannot_tell"):
        return "cannot_tell", (
            nothing,
            "it is bound to one pole by treaty, and trades more with the other",
        )
    formal = "a treaty says what a state is bound to, and not how much passes between them"
    return by_treaty, (nothing, formal)


def _grade(ratios: list[_Ratio], majority: list[TieRow]) -> reasons.Decision:
    scope = "single published figures, each by its own definition; none is a series"
    telling = [r for r in ratios if r.value > INTERESTING_RATIO or not r.partial]
    if partial := [r for r in ratios if r not in telling]:
        skipped = (
            f"{count(len(partial), 'ratio')} of single members of the pole can only say 'at least'"
        )
        scope = f"{scope}; {skipped}"
    if (telling or majority) and all(r.value > INTERESTING_RATIO for r in telling):
        return "supports", (scope,)
    if telling and all(r.value < 1 / INTERESTING_RATIO for r in telling) and not majority:
        return "opposes", (scope,)
    against = [f"{r.what} {r.who} {r.year}" for r in telling if r.value <= INTERESTING_RATIO]
    said = ", ".join(against) or "none of them bears on the whole pole"
    return "cannot_tell", (f"not every figure has the partner ahead: {said}", scope)


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell what weighs how much, and which way it moves."""
    basis: _Basis = judged.basis
    ratios = basis.ratios
    return Account(
        sentence=_sentence(arrays, ratios, basis.majority),
        unit=partners.UNIT if _by_list(arrays, counted=bool(ratios or basis.majority)) else None,
        evidence=first(
            [name for ratio in ratios for name in ratio.ids], [tie.tie_id for tie in arrays.shares]
        ),
        measures=(
            *map(_measure, ratios),
            *map(_change, _moves(arrays, ratios)),
            *(m for one in arrays.series for m in measures.course(one, one.name)),
        ),
        exhibits=(
            *evidence.table(
                "Like for like: the partner's ties beside the rival's",
                ("what", "who", "year", "counted by", "partner", "rival", "times"),
                map(_ratio_line, ratios),
                "Nothing is divided across currencies, scopes or counters; a member of a pole is "
                "named as that member.",
            ),
            *evidence.table(
                "Shares of a whole, as published",
                ("of what", "with", "year", "counted by", "scope", "per cent"),
                map(_share_line, arrays.shares),
            ),
            *evidence.table(
                "Organisations of either pole, and alliances, that bound the client when the shock came",
                ("what", "with", "since", "source"),
                map(_bound_line, arrays.bound),
            ),
            *partners.exhibit(arrays.flows),
        ),
    )


def _bound_line(one: Tied) -> evidence.Line:
    return (one.name, f"the {one.side}", one.since.isoformat(), one.source), ()


def _ratio_line(r: _Ratio) -> evidence.Line:
    value = round(r.value, 2)
    return (r.what, r.who, r.year, r.counter, r.partner, r.rival, value), r.ids


def _share_line(t: TieRow) -> evidence.Line:
    with_whom = actor_name(t.partner)
    return (_share_of(t), with_whom, t.year, t.counter, t.method, t.value), (t.tie_id,)


def _moves(arrays: Arrays, ratios: list[_Ratio]) -> list[tuple[_Ratio, _Ratio]]:
    """One counter's last ratio up to the year of the shock beside its first one after."""
    found = []
    for key in dict.fromkeys((r.what, r.who, r.counter) for r in ratios):
        years = sorted(
            (r for r in ratios if (r.what, r.who, r.counter) == key), key=lambda r: r.year
        )
        past = [ratio for ratio in years if ratio.year <= arrays.shock.year]
        later = [ratio for ratio in years if ratio.year > arrays.shock.year]
        if past and later and past[-1].value > 0:
            found.append((past[-1], later[0]))
    return found


def _change(move: tuple[_Ratio, _Ratio]) -> Measure:
    past, later = move
    return Measure(
        name=f"change {past.what} {past.who} {past.year} to {later.year}",
        kind="trend",
        label=f"{past.what} {past.who} in {later.year}, times that of {past.year} ({past.counter})",
        value=later.value / past.value,
        unit="times",
        evidence=first(past.ids, later.ids),
    )


def _age(arrays: Arrays, ratios: list[_Ratio], majority: list[TieRow]) -> tuple[str, ...]:
    """What the years of the figures leave open."""
    years = [*(ratio.year for ratio in ratios), *(tie.year for tie in majority)]
    said = []
    if years and arrays.shock.year - max(years) > RECENT:
        said.append(f"the latest figure is of {max(years)}")
    if years and not _moves(arrays, ratios):
        said.append(
            "no counter has the same ratio before and after the shock: the direction is not known"
        )
    return tuple(said)


def _sentence(arrays: Arrays, ratios: list[_Ratio], majority: list[TieRow]) -> str:
    name = actor_name(arrays.client, arrays.shock)
    trade = [ratio for ratio in ratios if ratio.what in WHOLE]
    latest = {ratio.who: ratio for ratio in reversed(trade)}  # trade begins with the latest
    shown = [ratio for ratio in trade if ratio is latest[ratio.who]][:2] or ratios[:1]
    if shown:
        what = "trade" if trade else shown[0].what
        others = len(ratios) - len(shown)
        more = f"; {count(others, 'other ratio')} {'is' if others == 1 else 'are'} listed"
        return f"{possessive(name)} {what} {_compared(shown)}{more if others else ''}."
    if majority:
        return (
            f"{_majorities(majority, name)}, more than all others together; no counter set the "
            "rival beside it."
        )
    nothing = f"o tie of {name} was counted with both poles by one counter"
    if _by_list(arrays, counted=False):
        nothing = f"{nothing}. {partners.told(arrays.flows, name)}"
    if not arrays.bound:
        return f"N{nothing.removesuffix('.')}."
    poles = list(dict.fromkeys(one.pole for one in arrays.bound))
    by = [
        listing(f"{one.name} (since {one.since.year})" for one in arrays.bound if one.pole == pole)
        for pole in poles
    ]
    if len(poles) == 1:
        tied = f"to {poles[0]} and not to the other side, as far as treaties are listed: by {by[0]}"
    else:
        tied = listing(f"to {pole} by {treaties}" for pole, treaties in zip(poles, by, strict=True))
    return f"{name} was bound by treaty {tied}; n{nothing.removesuffix('.')}."


def _compared(ratios: list[_Ratio]) -> str:
    """Each ratio in words: with whom, how many times that with whom, when and by whom."""
    parts, named = [], ""
    for ratio in ratios:
        partner, rival = _sides(ratio.who)
        least = "at least " if ratio.least else ""
        start = "" if partner == named else f"with {partner} was "
        parts.append(
            f"{start}{least}{figure(ratio.value)} times that with {rival} in {ratio.year} "
            f"({ratio.counter})"
        )
        named = partner
    return listing(parts)


def _sides(who: str) -> tuple[str, str]:
    """The two sides of a ratio by name: "EU:EAEU" is read as codes where they are codes."""
    sides = [side.split("+") for side in who.split(":")]
    if len(sides) != 2 or not all(vocabulary.known(code) for side in sides for code in side):
        return "the partner", f"the rival ({who})"
    partner, rival = (actor_name(";".join(side)) for side in sides)
    return partner, rival


def _majorities(majority: list[TieRow], name: str) -> str:
    """The shares above a half of the latest year that has any, one for each whole."""
    year = max(tie.year for tie in majority)
    latest = [tie for tie in majority if tie.year == year]
    # A figure of the whole year stands before one of a part of it.
    latest.sort(key=lambda tie: (tie.method != "", -(tie.value or 0.0)))
    whole = {tie.indicator: tie for tie in reversed(latest)}
    chosen = [whole[name] for name in sorted(whole)]
    parts = [f"{figure(tie.value or 0.0)}\u00a0% of its {_share_of(tie)}" for tie in chosen]
    return f"{name} had {listing(parts)} with {actor_name(chosen[0].partner)} in {year}"


def _share_of(tie: TieRow) -> str:
    words = {"trade.share": "trade", "exports.share": "exports", "imports.share": "imports"}
    return words.get(tie.indicator, tie.indicator.removesuffix(".share"))


def _measure(ratio: _Ratio) -> Measure:
    return Measure(
        name=f"{ratio.what} {ratio.who} {ratio.year}",
        kind="ratio",
        label=f"{ratio.what} {ratio.who}, {ratio.year} ({ratio.counter})",
        value=ratio.value,
        low=ratio.value if ratio.least else None,
        unit="times",
        evidence=ratio.ids,
    )


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="How heavy are the ties with the rival beside those with the partner, and which way do "
    "they move?",
    subject="its lasting ties",
    proposition="the partner's ties outweigh",
    scale="ratio",
    unit="times the rival's, spread over sources and years",
    gather=gather,
    judge=judge,
    tell=tell,
    weights=weights_of(NAME),
    chart="ratios",
)
