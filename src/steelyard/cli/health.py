"""Commands about the command itself: doctor, completion."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from steelyard.cli.app import COMPLETE, app
from steelyard.cli.printing import as_json, say


class Shells(StrEnum):
    """The shells that can complete words of a command."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


@app.command(short_help="Say what is installed and what is missing.")
def doctor(
    archives: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARCHIVE]...", help="Archives to look at.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Say what is installed, what is missing for which command, and whether archives are sound."""
    from dataclasses import asdict

    from steelyard.library.health import checks

    found = []
    for check in checks(archives or ()):
        found.append(check)
        if not json:
            say(f"{check.state:<6}  {check.what:<22}  {check.said}")
    if json:
        as_json([asdict(check) for check in found])
    if any(check.state == "wrong" for check in found):
        raise typer.Exit(1)


@app.command(short_help="Print completion for bash, zsh or fish.")
def completion(
    shell: Annotated[Shells, typer.Argument(help="The shell.")],
) -> None:
    """Print what makes a shell complete commands, options and names of cases and sources.

    bash: steelyard completion bash >> ~/.bashrc. zsh: steelyard completion zsh >> ~/.zshrc, below
    compinit. fish: steelyard completion fish > ~/.config/fish/completions/steelyard.fish.
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    say(
        *get_completion_script(
            prog_name="steelyard", complete_var=COMPLETE, shell=shell.value
        ).splitlines()
    )
