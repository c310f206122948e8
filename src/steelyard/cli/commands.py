"""Every command, in the order of the help."""

import ast
import inspect
import sys
from collections.abc import Callable
from typing import Any

from steelyard.cli import weighing, news, archives, workbench, listing, assistant, health  # isort: skip
from steelyard.cli.app import app

__all__ = ["app", "archives", "assistant", "health", "listing", "news", "weighing", "workbench"]

#: From this level of optimising on (-OO) Python leaves docstrings out.
_BARE = 2


def _from_source(command: Callable[..., Any]) -> str | None:
    """The docstring of a command as its source has it; None where there is no source."""
    try:
        tree = ast.parse(inspect.getsource(command))
    except OSError:
        return None
    (function,) = tree.body
    return ast.get_docstring(function) if isinstance(function, ast.FunctionDef) else None


if sys.flags.optimize >= _BARE:
    for _registered in app.registered_commands:
        if _registered.callback is not None:
            _registered.help = _from_source(_registered.callback) or _registered.short_help
