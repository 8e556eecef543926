"""Small files, small functions, and a docstring on every public name."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from source_tree import PACKAGES, ROOT, Module, definitions, files, modules, public, read

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
CODE = (".py", ".js", ".css", ".html", ".sh")


def long_files(sizes: Iterable[tuple[str, int]]) -> list[str]:
    most = MOST_LINES_OF_A_FILE
    return [f"{path} has {lines} lines, at most {most}" for path, lines in sizes if lines > most]


def long_functions(found: Iterable[Module]) -> list[str]:
    most = MOST_LINES_OF_A_FUNCTION
    return [
        f"{module.path}:{node.lineno} {name} has {lines} lines, at most {most}"
        for module in found
        for name, node in definitions(module)
        if not isinstance(node, ast.ClassDef) and (lines := (node.end_lineno or 0) - node.lineno + 1) > most
    ]


def undocumented(found: Iterable[Module]) -> list[str]:
    """Public names without a docstring. An empty `__init__.py` says nothing, and need not."""
    missing = []
    for module in found:
        if module.tree.body and not ast.get_docstring(module.tree):
            missing.append(f"{module.path} has no docstring")
        bare = [(name, node.lineno) for name, node in public(module) if not ast.get_docstring(node)]
        missing += [f"{module.path}:{line} {name} has no docstring" for name, line in bare]
    return missing


def sizes() -> list[tuple[str, int]]:
    paths = [path for path in files() if path.endswith(CODE) and not path.startswith("tests/")]
    return [(path, len((ROOT / path).read_text(encoding="utf-8").splitlines())) for path in paths]


def test_no_file_of_code_has_more_than_400_lines():
    assert long_files(sizes()) == []


def test_no_function_has_more_than_50_lines():
    assert long_functions(modules(*PACKAGES, "benchmarks", "tools")) == []


def test_every_public_module_class_and_function_has_a_docstring():
    assert undocumented(modules(*PACKAGES)) == []


def test_a_long_file_and_a_long_function_are_found():
    body = "".join(f"    x{i} = {i}\n" for i in range(MOST_LINES_OF_A_FUNCTION))
    text = f"class A:\n  def f(self):\n{body}"
    assert len(long_functions([read("schemas/a.py", text)])) == 1
    assert long_functions([read("schemas/a.py", text.removesuffix("    x49 = 49\n"))]) == []
    assert len(long_files([("a.py", 401), ("b.py", 400)])) == 1


def test_a_missing_docstring_is_found_on_what_is_public_only():
    text = '''"""There."""
class Public:
    def method(self):
        def inner(): ...
    def _own(self): ...
    def __len__(self): ...
class _Own:
    def method(self): ...
def function():
    """There."""
async def waiting(): ...
@typing.overload
def either(x: int) -> int: ...
def either(x):
    """There."""
'''
    names = [letter.split()[1] for letter in undocumented([read("schemas/a.py", text)])]
    assert names == ["Public", "Public.method", "waiting"]
    assert undocumented([read("schemas/__init__.py", "")]) == []
    assert undocumented([read("schemas/a.py", "x = 1\n")]) == ["schemas/a.py has no docstring"]
