"""Imports the user_*.py beside it under file names without a folder: stacks in a blob hold them as they are here."""
import linecache
import pathlib
import sys
import types


def load(name):
    file = f"{name}.py"
    text = pathlib.Path(__file__).with_name(file).read_text()
    # without a time of change the cache is never checked against the file system
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    module = types.ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module
    exec(compile(text, file, "exec"), module.__dict__)
    return module


classes = load("user_classes")
functions = load("user_functions")
modules = load("user_modules")
