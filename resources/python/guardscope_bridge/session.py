"""One Guardscope that is connected: what it may ask of this process, and what it is told."""
import _thread
import base64
import os
import platform
import signal
import socket
import sys
import threading

from . import PROTOCOL
from .capture import Capture
from .imports import when_imported
from .server import Refused, Server, one_line
from .versions import standing

# a thread that runs C for longer is not waited for
PATIENCE = 0.03


class Session:
    def __init__(self, channel, main_thread, mode):
        self.channel, self.main_thread, self.mode = channel, main_thread, mode
        self.capture = Capture(self.compiled, self.printed, self.saved)
        # what needs torch is made once torch is there
        self.entries = self.loaded = self.timed = self.watch = None
        self.started = threading.Event()
        self.script, self.stays, self.running, self.capturing = None, False, False, False
        self.server = Server(channel, self.methods(), slow={"load", "check", "probe", "timeCall", "timeRuns", "timeWithout", "timeLocals"})
        when_imported("torch", self.torch_imported)

    def methods(self):
        return {
            "start": self.start, "capture": self.set_capture, "state": self.state, "devices": self.devices,
            "interrupt": self.interrupt, "stop": self.stop, "precision": self.precision, "setPrecision": self.set_precision,
            "watchPrecision": self.watch_precision, "standings": self.standings, "load": self.load, "check": self.check,
            "unload": self.unload, "probe": self.probe, "timeCall": self.time_call, "timeRuns": self.time_runs,
            "timeWithout": self.time_without, "timeLocals": self.time_locals,
        }

    def use(self, channel):
        self.channel = self.server.channel = channel

    # ------------------------------------------------------------ telling
    def hello(self, channel):
        channel.notify("hello", {
            "protocol": PROTOCOL, "mode": self.mode, "pid": os.getpid(), "python": platform.python_version(),
            "executable": sys.executable, "platform": f"{platform.system()} {platform.machine()}", "host": socket.gethostname(),
            "cwd": os.getcwd(), "torch": torch_version(),
        })
        if torch_version() is not None: channel.notify("torch", about_torch())

    def torch_imported(self):
        self.channel.notify("torch", about_torch())

    def compiled(self, entry, manager, code, graph):
        from .call import process_of
        from .entries import Entries

        self.channel.notify("compiled", entry)
        if self.entries is None: self.entries = Entries()
        cached = entry["compileId"] is not None
        self.entries.add(entry["entry"], manager, code, graph, process_of(graph), cached)

    def printed(self, number, text):
        self.channel.notify("tree", {"entry": number, "tree": text})

    def saved(self, number, saved):
        blob = saved["blob"]
        text = None if blob is None else base64.b64encode(blob).decode("ascii")
        self.channel.notify("saved", {"entry": number, **saved, "blob": text})

    # ------------------------------------------------------------ the process
    def start(self, script=None, args=(), capture=True, stay=False):
        """What the process is to do, once only: run a script, and then `stay` or end, or without one import torch and wait."""
        if self.started.is_set(): raise Refused("it was started already")
        self.script, self.stays = None if script is None else (script, list(args)), stay
        self.set_capture(capture)
        self.started.set()

    def set_capture(self, on):
        self.capturing = on
        if on: when_imported("torch._dynamo.convert_frame", self.install)
        else: self.capture.remove()

    def install(self):
        version = torch_version()
        if not self.capturing or standing(version) == "old": return
        try:
            self.capture.install()
        except Exception as error:
            self.channel.notify("fault", {"message": f"torch {version} cannot be captured: {one_line(error)}"})

    def state(self):
        need_torch()
        from .process_state import process_state

        try:
            found, thread = self.main_thread.ask(process_state, PATIENCE), "main"
        except LookupError:
            found, thread = process_state(), "bridge"
        return {
            "pid": os.getpid(), "torch": torch_version(), "python": platform.python_version(), "process": found,
            "globalState": found["global_state"], "thread": thread,
        }

    def devices(self):
        need_torch()
        import torch

        cuda = range(torch.cuda.device_count()) if torch.cuda.is_available() else ()
        own = {"device": "cpu", "name": platform.processor() or platform.machine()}
        return [own, *({"device": f"cuda:{i}", "name": torch.cuda.get_device_name(i)} for i in cuda)]

    def interrupt(self):
        """As Ctrl-C: a signal, which ends a sleep as well."""
        if hasattr(signal, "pthread_kill"): signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        else: _thread.interrupt_main()

    def stop(self):
        """Ends a process that was started: its script as by Ctrl-C, or its waiting."""
        self.stays = False
        self.main_thread.leave(0)
        if self.running: self.interrupt()

    def left(self):
        """Nobody is told of changes any more."""
        if self.watch is not None: self.watch.stop()
        self.watch = None

    def forked(self):
        """In a child, which has none of the threads that tell and answer: it captures nothing, and ends with its script."""
        self.stays = self.capturing = False
        self.capture.remove()

    # ------------------------------------------------------------ precision
    def precision(self):
        need_torch()
        from .precision import read

        return read()

    def set_precision(self, change):
        need_torch()
        from . import precision

        error, warnings = precision.change(**change)
        now = precision.read()
        # whoever changed it knows
        if self.watch is not None: self.watch.last = now
        return {"error": error, "warnings": warnings, "precision": now, "entries": self.standings()}

    def watch_precision(self, everyMs):
        need_torch()
        from .precision import Watch, read

        if self.watch is not None: self.watch.stop()
        self.watch = Watch(max(everyMs, 20) / 1000, lambda now: self.channel.notify("precision", now)) if everyMs > 0 else None
        return read() if self.watch is None else self.watch.last

    def standings(self):
        return [] if self.entries is None else self.entries.standings()

    # ------------------------------------------------------------ guards
    def load(self, name, blob, locals=None, entry=None):
        need_torch()
        from .loaded import Loaded

        if self.loaded is None: self.loaded = Loaded()
        code = None if entry is None or self.entries is None else self.entries.code(entry)
        return self.loaded.load(name, blob, locals, code)

    def check(self, name, scenarios):
        if self.loaded is None: raise Refused(f"no blob was loaded as {name}")
        return self.loaded.check(name, scenarios)

    def unload(self, name):
        if self.loaded is not None: self.loaded.unload(name)
        if self.timed is not None and self.timed.name == name: self.timed = None

    def time_call(self, name, scenario):
        """Makes the call that the next questions are about."""
        if self.loaded is None: raise Refused(f"no blob was loaded as {name}")
        from .timing import Timed

        self.timed = Timed(name, self.loaded.named(name), scenario)
        return self.timed.begin()

    def time_runs(self, warm, cold):
        return self.timed_call().run(warm, cold)

    def time_without(self, guards, turns, warm, cold):
        return self.timed_call().without(guards, turns, warm, cold)

    def timed_call(self):
        if self.timed is None: raise Refused("no call is timed")
        return self.timed

    def time_locals(self, guards, turns):
        need_torch()
        from .frame_locals import time_locals

        return time_locals(guards, turns)

    def probe(self, devices, size, runs):
        need_torch()
        from .probe import probe

        return probe(devices, size, runs)


def need_torch():
    if torch_version() is None: raise Refused("this process has not imported torch")


def torch_version():
    version = getattr(sys.modules.get("torch"), "__version__", None)
    return None if version is None else str(version)


def about_torch():
    import torch

    version = str(torch.__version__)
    folder = os.path.dirname(torch.__file__)
    return {"version": version, "standing": standing(version), "cuda": torch.version.cuda, "folder": folder}
