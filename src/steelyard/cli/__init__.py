"""The command line: one command is one library call, and an error is one line.

What ends a command well stands in ``ending``, ``signals`` and ``streams``, and is set up before anything else is
imported: a signal may come in the first tenth of a second.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line: exit 0 done, 1 the input is wrong, 2 the usage is."""
    from steelyard.cli.ending import run

    run()
