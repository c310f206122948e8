"""The summary of a run: how much was read and coded, and what was not, with reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from steelyard.records import Article, Skipped

#: Places that are named for each reason; the others are only counted.
PLACES = 5

#: Undated articles that are named: each may be mended by hand.
UNDATED_PLACES = 20

#: The key of their places.
UNDATED = "undated"

#: Reasons that begin so are notes: what they name was read.
NOTE = "read all the same"


@dataclass(slots=True)
class Summary:
    """Counts of one run.

    ``read`` counts articles, whatever came of them: ``coded`` now, ``known`` from a run
    before, ``copies`` of another, or among ``skipped`` by reason. ``undated`` ones were coded
    and can only give events whose day the text itself states. ``brought_back`` are articles of
    an archive that is gone, and the file beside it that still has them.
    """

    read: int = 0
    coded: int = 0
    known: int = 0
    copies: int = 0
    undated: int = 0
    events: int = 0
    sentences: int = 0
    brought_back: tuple[int, str] = (0, "")
    model: tuple[str, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def code_undated(self, article: Article) -> None:
        """Count an article that states no day, and name it."""
        self.undated += 1
        places = self.places.setdefault(UNDATED, [])
        if len(places) < UNDATED_PLACES:
            places.append(article.where or article.id)

    def note(self, found: Skipped) -> None:
        """Count something that was passed over, or read with a remark."""
        counts = self.notes if found.reason.startswith(NOTE) else self.skipped
        counts[found.reason] += 1
        places = self.places.setdefault(found.reason, [])
        if len(places) < PLACES:
            places.append(found.where + (f" ({found.detail})" if found.detail else ""))

    def lines(self) -> Iterator[str]:
        """Yield the summary, a fact a line."""
        yield f"read        {self.read:,} articles"
        if self.known:
            yield f"known       {self.known:,} articles finished by an earlier run"
        yield (
            f"coded       {self.coded:,} articles, {self.sentences:,} sentences: "
            f"{self.events:,} events"
        )
        if (others := self.brought_back[0] - self.known) > 0:
            yield (
                f"brought back {others:,} articles of earlier reads: the archive was gone, and "
                f"{self.brought_back[1]} keeps them. Delete both to begin anew"
            )
        if self.copies:
            yield f"copies      {self.copies:,} articles are reports of a document read before"
        if self.undated:
            yield f"undated     {self.undated:,} articles state no day; give one with --date"
            yield from self._named(UNDATED, self.undated)
        yield from self.model
        if self.skipped:
            yield f"skipped     {self.skipped.total():,}"
            yield from self._reasons(self.skipped)
        if self.notes:
            yield f"noted       {self.notes.total():,}"
            yield from self._reasons(self.notes)

    def _reasons(self, counts: Counter[str]) -> Iterator[str]:
        for reason, count in counts.most_common():
            yield f"{count:>9,}   {reason}"
            yield from self._named(reason, count)

    def _named(self, reason: str, count: int) -> Iterator[str]:
        places = self.places.get(reason, [])
        yield from (f"            {place}" for place in places)
        if count > len(places):
            yield f"            and {count - len(places):,} more"

    def nothing(self) -> str:
        """Return one line that says why nothing could be read."""
        reasons = [
            f"{count:,} {reason} ({self.places[reason][0]})"
            for reason, count in self.skipped.most_common()
        ]
        found = "; ".join(reasons) or "no article in the input"
        return f"Nothing could be read: {found}. Give files of articles; steelyard read --help names the formats."
