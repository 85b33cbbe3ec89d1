"""Checks the published line of one gate, direction and day; needs Python 3.11 and nothing else.

    python verify_day.py 2025-07-15 HN-export.csv [root] [place proof.json]

Root: a hash tree (RFC 6962) whose first leaf is `date,gate,direction,cycle` and whose other leaves are the
rows as printed. Order: P goes first and is no turn; F and G take turns by the cycle, from its first turn each
day; an empty stream is skipped; within a stream the earlier goes first. A row with an exception stood aside
for a time and may come late, never early; `decision`, `turned_back` are signed: called any time, and no turn.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

COLUMNS = ["place", "stream", "accepted_seq", "accepted_at", "called_seq", "called_at"]
COLUMNS += ["exception", "exception_ref"]
SIGNED = {"decision", "turned_back"}
EXCEPTIONS = {"", "defer", "hold", "no_show", "divert", "suspended", "cancelled", "refused", *SIGNED}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+07:00")

Row = dict[str, Any]


class Deviation(Exception):
    """The first thing that is not as it must be."""


def require(holds: object, said: str) -> None:
    """Goes on where it holds."""
    if not holds:
        raise Deviation(said)


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two."""
    return hashlib.sha256(b"\1" + left + right).digest()


def leaf(line: str) -> bytes:
    """The hash of a row as printed."""
    return hashlib.sha256(b"\0" + line.encode()).digest()


def tree(leaves: list[bytes]) -> bytes:
    """The root; the left side is the largest power of two below their number."""
    while len(leaves) > 1:  # pairs from the left, an odd one waits: the same tree
        pairs = [node(*leaves[at : at + 2]) for at in range(0, len(leaves) - 1, 2)]
        leaves = pairs + leaves[len(pairs) * 2 :]
    return leaves[0]


def parse(text: str) -> tuple[dict[str, str], list[str], list[Row]]:
    """The head as names and values, the rows as printed, the rows by column."""
    require(text.endswith("\n") and "\r" not in text, "file: every line ends with one line feed")
    lines = text[:-1].split("\n")
    head = dict(line[2:].split(" ", 1) for line in lines[:4])
    known = list(head) == ["gate", "direction", "cycle", "root"] and all(
        line[:2] == "# " for line in lines[:4]
    )
    require(known, "head: # gate, # direction, # cycle, # root")
    require(lines[4] == ",".join(COLUMNS), "columns: not as agreed")
    rows: list[Row] = [dict(zip(COLUMNS, line.split(","), strict=True)) for line in lines[5:]]
    for row in rows:
        for name in ("accepted_seq", "called_seq"):
            row[name] = int(row[name]) if row[name] else 0
    return head, lines[5:], rows


def check_rows(rows: list[Row], date: str) -> None:
    """Each row by itself, and beside the one above."""
    places: set[str] = set()
    number, moment = 0, ""
    for row in rows:
        said = f"row {row['place']}: "
        require(row["place"] and row["place"] not in places, said + "a place stands once")
        require(row["accepted_seq"] > number, said + "rows stand in the order of accepted_seq")
        require(row["stream"] in {"F", "P", "G"} and row["exception"] in EXCEPTIONS, said + "unknown word")
        require(row["exception"] or not row["exception_ref"], said + "a reference of no exception")
        require(
            row["exception_ref"] or row["exception"] not in SIGNED,
            said + "a signed exception has a reference",
        )
        require(
            bool(row["called_seq"]) == bool(row["called_at"]), said + "called_seq and called_at go together"
        )
        moments = [row["accepted_at"], row["called_at"] or row["accepted_at"]]
        require(all(MOMENT.fullmatch(at) for at in moments), said + "no moment")
        require(
            row["accepted_at"][:10] <= date and row["called_at"][:10] in ("", date), said + "of another day"
        )
        require(
            not row["called_at"] or row["called_at"] > row["accepted_at"], said + "called before accepted"
        )
        if row["exception"] != "divert":
            require(row["accepted_at"] > moment, said + "accepted_at and accepted_seq rise together")
            moment = row["accepted_at"]
        places.add(row["place"])
        number = row["accepted_seq"]


def check_order(cycle: list[str], rows: list[Row]) -> None:
    """Takes the calls one by one and asks each time whose turn it was."""
    require(set(cycle) == {"F", "G"}, "head: the cycle names F and G")
    steady = [row for row in rows if not row["exception"]]
    queues = {name: [row for row in steady if row["stream"] == name] for name in "FPG"}
    pointer, number, moment = 0, 0, ""
    for row in sorted((row for row in rows if row["called_seq"]), key=lambda row: row["called_seq"]):
        said = f"call {row['called_seq']} of {row['place']}: "
        rises = row["called_seq"] > number and row["called_at"] > moment
        require(rises, said + "numbers and moments of calls rise")
        number, moment = row["called_seq"], row["called_at"]
        if row["exception"] in SIGNED:
            continue
        first = {name: rest[0] for name, rest in queues.items() if rest}
        first = {name: head for name, head in first.items() if head["accepted_at"] < moment}
        if row["exception"] and first.get(row["stream"], row)["accepted_at"] >= row["accepted_at"]:
            first[row["stream"]] = row
        turns = [(pointer + step) % len(cycle) for step in range(len(cycle))]
        turn = next((at for at in turns if cycle[at] in first), pointer)
        due = first.get("P" if "P" in first else cycle[turn])
        require(due is row, said + f"it was the turn of {due['place'] if due else 'nobody'}")
        if row["stream"] != "P":
            pointer = (turn + 1) % len(cycle)
        if not row["exception"]:
            queues[row["stream"]].pop(0)


def verify(text: str, date: str, published: str = "") -> str:
    """The root of a file in which everything is as it must be; Deviation with the first thing that is not."""
    try:
        head, lines, rows = parse(text)
        check_rows(rows, date)
        check_order(head["cycle"].split(","), rows)
    except (ValueError, KeyError, IndexError) as error:
        raise Deviation(f"file: not understood ({error})") from error
    named = ",".join((date, head["gate"], head["direction"], head["cycle"]))
    root = tree([leaf(line) for line in (named, *lines)]).hex()
    require(root == head["root"], f"root: the rows make {root}, the head says {head['root']}")
    require(published in ("", root), f"root: the rows make {root}, published was {published}")
    return root


def prove(line: str, steps: list[list[str]], root: str) -> None:
    """Whether a row is under a root: `steps` are the sides and hashes beside it, from the leaf up."""
    found = leaf(line)
    for side, other in steps:
        found = node(found, bytes.fromhex(other)) if side == "right" else node(bytes.fromhex(other), found)
    require(found.hex() == root, f"proof: row {line.partition(',')[0]} is not under this root")


def main(date: str, file: str, *more: str) -> str | int:
    """The command: 0, or the deviation."""
    text = Path(file).read_bytes().decode()
    try:
        root = verify(text, date, more[0] if len(more) % 2 else "")
        if len(more) > 1:
            line = next(line for line in parse(text)[1] if line.startswith(more[-2] + ","))
            prove(line, json.loads(Path(more[-1]).read_bytes()), root)
    except Deviation as deviation:
        return f"deviation: {deviation}"
    sys.stdout.write(f"order and root are as they must be: {root}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
