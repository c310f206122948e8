"""Products of matrices by NumPy, on one thread: half of the parser's time is spent in these.

spaCy multiplies by a library of its own, whose wheel knows few processors and is on some three
times slower than NumPy's. More than one thread would get in the way of other workers, and at
these sizes in its own.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np


def multiply_by_numpy(nlp: Any) -> None:
    """Let the components of a pipeline that run on the processor multiply by NumPy."""
    from thinc.api import NumpyOps

    ops = _ops()
    models: list[Any] = [getattr(component, "model", None) for _, component in nlp.pipeline]
    for model in models:
        for layer in model.walk() if hasattr(model, "walk") else ():
            if type(layer.ops) is NumpyOps:
                layer.ops = ops


@cache
def _ops() -> Any:
    """Return thinc's operations with another product."""
    # Imported here because only coding needs them, and to find the libraries takes some milliseconds.
    from thinc.api import NumpyOps
    from threadpoolctl import ThreadpoolController

    threads = ThreadpoolController().select(user_api="blas")

    class Ops(NumpyOps):  # type: ignore[misc]
        """Operations on the processor."""

        def gemm(
            self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False
        ) -> Any:
            with threads.limit(limits=1):
                return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    return Ops()
