"""Problems of a file gathered while it is checked whole, so that they are told all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from steelyard.errors import SourceError, SteelyardError

#: So many problems are printed; the others are counted.
MOST_PROBLEMS = 20


@dataclass
class Problems:
    """Problems in the order in which they were found."""

    found: list[str] = field(default_factory=list)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep the error of a part, and go on with the next one."""
        try:
            yield
        except SteelyardError as error:
            self.add(error)

    def add(self, problem: str | SteelyardError) -> None:
        """Add a problem, or all those of an error."""
        several = problem.problems if isinstance(problem, SteelyardError) else ()
        self.found.extend(several or (str(problem),))

    def lines(self) -> tuple[str, ...]:
        """Return the problems, each once, and how many more there are than are printed."""
        lines = list(dict.fromkeys(self.found))
        rest = len(lines) - MOST_PROBLEMS
        more = [f"and {rest} more problems"] if rest > 0 else []
        return (*lines[:MOST_PROBLEMS], *more)

    def check(self, kind: type[SteelyardError] = SourceError) -> None:
        """Raise one error for all problems, where there are any.

        Raises:
            SteelyardError: Of the kind that is named.
        """
        if self.found:
            lines = self.lines()
            error = kind("\n".join(lines))
            error.problems = lines
            raise error
