"""Each of the thirty failures that the field has seen has a test of its own, and none is a stub."""

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap

from tests import failures

NAME = re.compile(r"test_failure_(\d\d)_[a-z0-9_]{10,}")
ALL = {f"{number:02}" for number in range(1, 31)}
UNDONE = ("skip", "xfail", "skipif")


def each_test():
    for module in pkgutil.iter_modules(failures.__path__):
        found = importlib.import_module(f"{failures.__name__}.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if name.startswith("test_failure_") and function.__module__ == found.__name__:
                yield name, function


def test_every_failure_has_a_test_that_names_it():
    names = [name for name, _function in each_test()]
    assert all(NAME.fullmatch(name) for name in names)
    assert {NAME.fullmatch(name)[1] for name in names} == ALL


def test_none_of_them_is_a_stub():
    for name, function in each_test():
        marks = [mark.name for mark in getattr(function, "pytestmark", [])]
        assert not {*marks} & {*UNDONE}, f"{name} is not run"
        assert says_something(function), f"{name} asserts nothing"


def says_something(function) -> bool:
    """Whether it, or what its own module lets it call by name, can fail for a reason of its own."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    calls = {
        getattr(node.func, "attr", getattr(node.func, "id", ""))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    trivial = [node for node in asserts if isinstance(node.test, ast.Constant)]
    return len(asserts) > len(trivial) or any(call.startswith("assert_") for call in calls)


def test_a_stub_would_be_seen():
    def stub():
        assert True

    def real():
        assert stub() is None

    assert not says_something(stub)
    assert says_something(real)
