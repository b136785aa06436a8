"""No two modules know each other, however many others stand between them."""

import grimp

APPS = ("opinion", "authors", "comments")


def test_no_module_comes_back_to_itself_by_what_it_imports():
    """Imports within functions count too; those for types alone do not."""
    graph = grimp.build_graph(*APPS, exclude_type_checking_imports=True, cache_dir=None)
    imported = {
        module: {*graph.find_modules_directly_imported_by(module)} for module in graph.modules
    }
    assert in_rings(imported) == set()


def test_a_ring_is_found_and_what_only_leads_to_it_is_left_out():
    imported = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set(), "e": {"a"}, "f": {"f"}}
    assert in_rings(imported) == {"a", "b", "c", "f"}


def in_rings(imported: dict[str, set[str]]) -> set[str]:
    """The modules that know themselves, by way of others or at once."""
    return {module for module in imported if module in _reached(module, imported)}


def _reached(module, imported) -> set[str]:
    reached, ahead = set(), [*imported[module]]
    while ahead:
        found = ahead.pop()
        if found not in reached:
            reached.add(found)
            ahead += imported[found]
    return reached
