"""The text of a module that can be imported, without importing it or its parents."""

from importlib.machinery import PathFinder

_places = None


def look_in(places):
    """Modules are looked for here, and not where they would be imported from."""
    global _places
    _places = places


def text_of_module(name):
    """None for what has no Python source."""
    path = _places
    found = None
    walked = ""
    for part in name.split("."):
        walked = walked + "." + part if walked else part
        found = PathFinder.find_spec(walked, path)
        if found is None:
            return None
        path = found.submodule_search_locations
    if not found.origin or not found.origin.endswith(".py"):
        return None
    try:
        with open(found.origin, "rb") as file:
            return file.read()
    except OSError:
        return None
