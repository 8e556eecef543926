"""The repo's source as the architecture tests read it: files, imports, definitions. Nothing is imported or run."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("schemas", "producers", "processors", "workshop")


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root, and what it says."""

    path: str
    tree: ast.Module
    lines: int

    @property
    def package(self) -> str:
        """The top folder."""
        return self.path.partition("/")[0]

    @property
    def name(self) -> str:
        """As it is imported: `processors.gate.table`."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def read(path: str, text: str) -> Module:
    """A module from its text."""
    return Module(path, ast.parse(text, path), len(text.splitlines()))


@cache
def files(root: Path = ROOT) -> tuple[str, ...]:
    """Paths of all files that are tracked, or new and not ignored."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    return tuple(sorted(path for path in listed.split("\0") if path and (root / path).is_file()))


@cache
def modules(*packages: str) -> tuple[Module, ...]:
    """The Python files of some top folders."""
    paths = [path for path in files() if path.endswith(".py") and path.partition("/")[0] in packages]
    return tuple(read(path, (ROOT / path).read_text(encoding="utf-8")) for path in paths)


@dataclass(frozen=True)
class Use:
    """A name that a module imports or calls, spelled out (`datetime.datetime.now`), and the line."""

    name: str
    line: int


def imports(module: Module) -> Iterator[Use]:
    """Every import, also inside functions, type-checking blocks and by relative path."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (Use(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            yield from (Use(f"{base}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and _dynamic(node):
            yield Use(str(ast.literal_eval(node.args[0])), node.lineno)


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    here = module.name.split(".") if module.path.endswith("__init__.py") else module.name.split(".")[:-1]
    parents = here[: len(here) - node.level + 1]
    return ".".join([*parents, node.module] if node.module else parents)


def _dynamic(node: ast.Call) -> bool:
    """`import_module("x")` and `__import__("x")`."""
    return ast.unparse(node.func).rpartition(".")[2] in ("import_module", "__import__") and (
        bool(node.args) and isinstance(node.args[0], ast.Constant)
    )


def uses(module: Module) -> Iterator[Use]:
    """Every imported name that the module takes or reads from, by its full name whatever it is called there."""
    known = dict(_aliases(module))
    yield from imports(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            head, _, rest = ast.unparse(node).partition(".")
            if head in known:
                yield Use(f"{known[head]}.{rest}" if rest else known[head], node.lineno)


def _aliases(module: Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((a.asname, a.name) if a.asname else (a.name.partition(".")[0],) * 2 for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((a.asname or a.name, f"{_base(module, node)}.{a.name}") for a in node.names)


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(module: Module) -> Iterator[tuple[str, Definition]]:
    """Every function and class by its dotted name, also those inside others."""
    yield from _inside(module.tree, "")


def _inside(node: ast.AST, prefix: str) -> Iterator[tuple[str, Definition]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            yield prefix + child.name, child
            yield from _inside(child, f"{prefix}{child.name}.")
        else:
            yield from _inside(child, prefix)


def public(module: Module) -> Iterator[tuple[str, Definition]]:
    """Functions, classes and methods whose names no underscore hides, and that are not inside a function.

    Of an overloaded function only the one with a body counts.
    """
    functions = {name for name, node in definitions(module) if not isinstance(node, ast.ClassDef)}
    for name, node in definitions(module):
        inside_function = any(name.startswith(f"{other}.") for other in functions)
        if not inside_function and not re.search(r"(^|\.)_", name) and not _overload(node):
            yield name, node


def _overload(node: Definition) -> bool:
    return any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)
