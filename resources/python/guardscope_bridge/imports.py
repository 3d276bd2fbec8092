"""Calls back when a module has been imported, so that nothing is imported before the script does it."""
import importlib.abc
import importlib.util
import sys


def when_imported(name, act):
    """Calls `act()` now, or right after the module was executed for the first time."""
    module = sys.modules.get(name)
    if module is not None and not getattr(getattr(module, "__spec__", None), "_initializing", False):
        act()
        return
    sys.meta_path.insert(0, _Finder(name, act))


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name, act):
        self.name, self.act = name, act

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname) if path is None else _found(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        # the loader stays what it is but for this one call
        loader, execute = spec.loader, spec.loader.exec_module

        def exec_module(module):
            try:
                del loader.exec_module
            except AttributeError:
                pass
            execute(module)
            self.act()

        try:
            loader.exec_module = exec_module
        except AttributeError:
            pass
        return spec


def _found(fullname, path, target):
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec = None if find is None else find(fullname, path, target)
        if spec is not None:
            return spec
    return None
