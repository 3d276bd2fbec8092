"""Runs a script as `python SCRIPT ARG...` would, in this interpreter."""
import os
import sys
import types
from importlib.machinery import SourceFileLoader

from .server import one_line


class Ended:
    """How a script ended: its exit status, and the last line of what it raised."""

    def __init__(self, status, error=None):
        self.status, self.error = status, error


def run(path, args):
    """To its end. What it raises is printed as Python prints it, without a frame of ours."""
    sys.argv = [path, *args]
    name = os.path.abspath(path)
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.path.dirname(os.path.realpath(path))
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        print(f"{sys.executable}: can't open file {name!r}: [Errno {error.errno}] {error.strerror}", file=sys.stderr)
        return Ended(2, f"{path}: {error.strerror}")
    main = types.ModuleType("__main__")
    main.__file__, main.__builtins__, main.__cached__, main.__spec__ = name, __builtins__, None, None
    main.__loader__ = SourceFileLoader("__main__", name)
    sys.modules["__main__"] = main
    try:
        exec(compile(source, name, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as ended:
        return Ended(*status_of(ended.code))
    except KeyboardInterrupt:
        show()
        return Ended(130, "KeyboardInterrupt")
    except BaseException as error:
        show()
        return Ended(1, one_line(error))
    return Ended(0)


def status_of(code):
    if code is None: return (0,)
    if isinstance(code, int): return (code & 0xFF,)
    print(code, file=sys.stderr)
    return 1, str(code)


def show():
    kind, error, trace = sys.exc_info()
    own = show.__code__.co_filename
    while trace is not None and trace.tb_frame.f_code.co_filename == own:
        trace = trace.tb_next
    sys.excepthook(kind, error.with_traceback(trace), trace)
