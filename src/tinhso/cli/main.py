"""From the words on the command line to a verb that runs with what it needs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import NoReturn

import click
import django

from tinhso.base.embedded import EmbeddedError
from tinhso.base.errors import NotFound, Refusal
from tinhso.cli import deployment as deployments
from tinhso.cli.exits import Exit
from tinhso.cli.verbs import VERBS, Needs, Verb, find

HELP = {"-h", "--help", "help"}


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(list(sys.argv[1:] if argv is None else argv)))


def run(argv: list[str]) -> int:
    """Run one command; the answer is its exit code."""
    words, data = take_data(argv)
    if not words or words[0] in HELP:
        click.echo(overview())
        return Exit.DONE if words else Exit.USAGE
    found = find(words)
    if found is None:
        return complain(f"There is no verb `{words[0]}`. `tinhso --help` lists them.", Exit.USAGE)
    verb, rest = found
    deployment = deployments.named(data)
    try:
        with ExitStack() as stack:
            deployments.settle(deployment)
            if verb.needs is Needs.DATABASE and not HELP & set(rest):
                stack.enter_context(deployments.database(deployment))
            if verb.needs is not Needs.NOTHING:
                django.setup()
            if verb.needs is Needs.DATABASE:
                stack.callback(importlib.import_module("tinhso.cli.connections").let_go)
            return call(verb, rest)
    except EmbeddedError as error:
        return complain(str(error), Exit.ENVIRONMENT)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def call(verb: Verb, words: list[str]) -> int:
    """Import the verb's module and run its command."""
    module, _, name = verb.target.partition(":")
    command: click.Command = getattr(importlib.import_module(module), name)
    try:
        answer = command.main(words, prog_name=f"tinhso {verb.words}", standalone_mode=False)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return Exit.USAGE if isinstance(wrong, click.UsageError) else wrong.exit_code
    except click.Abort:
        return Exit.INTERRUPTED
    except Refusal as refused:
        return complain(told(refused), Exit.REFUSED)
    return answer if isinstance(answer, int) else Exit.DONE


def told(refused: Refusal) -> str:
    """Every problem on a line of its own: the field, what is wrong, and what may have been meant."""
    near = refused.near if isinstance(refused, NotFound) else ()
    lines = []
    for problem in refused.problems:
        hint = problem.hint or ", ".join(near)
        field = f"{problem.field}: " if problem.field else ""
        lines.append(f"{field}{problem.message}" + (f" ({hint})" if hint else ""))
    return "\n".join(lines)


def take_data(argv: list[str]) -> tuple[list[str], str | None]:
    """Take `--data DIR` out, wherever it stands: it belongs to every verb."""
    words: list[str] = []
    data = None
    rest = iter(argv)
    for word in rest:
        if word == "--":
            words += [word, *rest]
        elif word == "--data":
            data = next(rest, None)
        elif word.startswith("--data="):
            data = word.removeprefix("--data=")
        else:
            words.append(word)
    return words, data


def overview() -> str:
    """What `tinhso --help` says."""
    width = max(len(verb.words) for verb in VERBS)
    lines = [f"  {verb.words:<{width}}  {verb.does}" for verb in VERBS if not verb.hidden]
    return "\n".join(
        [
            "Usage: tinhso [--data DIR] VERB …",
            "",
            *lines,
            "",
            "--data DIR names the data folder (else TINHSO_DATA, else var/ of the checkout) and may stand",
            "anywhere. `tinhso VERB --help` says more. Exit codes: 0 done, 1 something wrong was found,",
            "2 not understood, 3 refused, 4 the machine stood in the way, 130 interrupted.",
        ]
    )


def complain(message: str, code: Exit) -> int:
    """Say on the error stream why this ends with `code`."""
    click.echo(message, err=True)
    return code
