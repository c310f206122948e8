"""Altair where Python leaves docstrings out (``-OO``): it copies them, and fails where there are none."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

#: From this level of optimisation on there are no docstrings.
STRIPPED = 2


class _WithDocstrings(SourceFileLoader):
    """Compiles a module with its docstrings, and keeps nothing: the cache is of code without them."""

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of a module."""
        del fullname  # a loader is of one module
        source = self.get_data(self.path)
        return compile(source, self.path, "exec", dont_inherit=True, optimize=0)


class _Altair(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find the modules of Altair, and no others."""
        if fullname.partition(".")[0] != "altair":
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _WithDocstrings(spec.loader.name, spec.loader.path)
        return spec


def keep_docstrings_of_altair() -> None:
    """Have Altair loaded with its docstrings, where Python leaves them out."""
    there = any(isinstance(finder, _Altair) for finder in sys.meta_path)
    if sys.flags.optimize >= STRIPPED and not there:
        sys.meta_path.insert(0, _Altair())
