"""What the commands do, as functions: what if, and the weights learned anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steelyard.pipeline.weighing import weights_of
from steelyard.records import Archive, Case

if TYPE_CHECKING:
    from steelyard.pipeline.progress import Progress
    from steelyard.pipeline.what_if import Supposed


def suppose(
    case: Case,
    events: str | Sequence[str],
    *,
    archive: Archive | None = None,
    weights: str | Path | None = None,
    seed: int = 0,
) -> Supposed:
    """Say what would move if something happened: the case weighed with supposed events, and without.

    Args:
        case: A checked case.
        events: What is supposed, each as ``TYPE ACTOR RECIPIENT ACT DAY [STATUS]``, or paths of
            tables of events.
        archive: Rows to use beside the case's own, if any.
        weights: As for ``weigh``.
        seed: That of the brief that it is compared with.

    Returns:
        Both sides of every finding and reading; ``print`` shows what would move, ``to_pandas()``
        gives the readings as a frame.

    Raises:
        CaseError: An event cannot be read, or lies before every window of the case.

    >>> import steelyard as sy
    >>> case = sy.load_case("balkans-2019")
    >>> moved = sy.suppose(case, ["AGREE SRB RUS deeds 2020-02-01"])
    >>> moved.to_pandas().query("client == 'SRB' and reading == 'routine'").then.between(0, 1).all()
    np.True_
    """
    from steelyard.pipeline import what_if

    said = [events] if isinstance(events, str) else list(events)
    model = weights_of(weights)
    return what_if.suppose(case, said, archive=archive, model=model, seed=seed)


def calibrate(
    worlds: int | None = None,
    *,
    seed: int | None = None,
    date: str | None = None,
    workers: int = 1,
    to: str | Path | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Learn the weights of the readings anew from simulated worlds, and check them.

    Without arguments it rebuilds the weights that came with the tool, byte for byte, which takes
    minutes.

    Args:
        worlds: How many simulated worlds, over all sets.
        seed: Same seed, same weights.
        date: The date that they bear.
        workers: Processes that share the work.
        to: A file to write them to, for ``weigh(case, weights=FILE)``.
        progress: Told of each step.

    Returns:
        What the file holds, the check on worlds left out among it.

    >>> import steelyard as sy
    >>> content = sy.calibrate(worlds=2000, seed=1, to="mine.json")  # doctest: +SKIP
    >>> sy.weigh(sy.load_case("balkans-2019"), weights="mine.json")  # doctest: +SKIP
    """
    from steelyard.pipeline import calibration
    from steelyard.readings.learned import write_weights

    shipped = calibration.shipped_call()
    content = calibration.calibrate(
        shipped.worlds if worlds is None else worlds,
        seed=shipped.seed if seed is None else seed,
        date=shipped.date if date is None else date,
        workers=workers,
        told=progress,
    )
    if to is not None:
        write_weights(content, Path(to))
    return content
