"""The contract names tests that are there, for every line that it has to answer for."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "docs/contract.md"
_ROW = re.compile(r"^\| (P?\d+) \| .+ \| (.+) \|$", re.MULTILINE)
_NAMED = re.compile(r"`([\w./-]+)::([^`]+)`")
LINES = [
    *(f"P{promise}" for promise in range(1, 9)),
    *map(str, [*range(1, 15), *range(19, 34), 50, 51]),
]


def rows() -> dict[str, str]:
    """What proves each line."""
    return dict(_ROW.findall(CONTRACT.read_text("utf-8")))


def functions(path: Path) -> set[str]:
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        return set(re.findall(r"""\b(?:it|test)(?:\.each\(.*?\))?\(\s*["'`](.+?)["'`],""", source, re.DOTALL))
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("line", LINES)
def test_every_line_names_what_proves_it(line: str) -> None:
    assert _NAMED.search(rows()[line])


@pytest.mark.parametrize(("file", "name"), sorted(set(_NAMED.findall(CONTRACT.read_text("utf-8")))))
def test_what_it_names_is_there(file: str, name: str) -> None:
    assert name in functions(ROOT / file)
