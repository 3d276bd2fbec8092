"""Parts what the script prints from the channel: the script runs in a child, whose parent passes both on and outlives it."""
import os
import signal
import struct
import sys

from .output_thread import ThreadedOutput
from .pump import Pump

# <sys/prctl.h>
PR_SET_PDEATHSIG = 1


def parted():
    """From now on descriptor 1 is the script's and 0 is empty; the channel is what is returned. Forks, and returns in the child."""
    return PumpedOutput() if hasattr(os, "fork") else ThreadedOutput()


class PumpedOutput:
    """
    The process that was started becomes the pump: the one that others know the status of, and that outlives a script which
    aborts. The script has it for a parent and no child more than it made.
    """

    def __init__(self):
        printed, self.print_to = os.pipe()
        messages, self.write_to = os.pipe()
        pump = os.getpid()
        # one that was told to ignore its children could not ask how they ended
        before = signal.signal(signal.SIGCHLD, lambda *_: None)
        child = os.fork()
        if child != 0:
            os.close(self.print_to)
            os.close(self.write_to)
            Pump(child, messages, printed).run()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL if before is None else before)
        end_with(pump)
        os.close(printed)
        os.close(messages)
        self.read_from = os.dup(0)
        os.set_inheritable(self.read_from, False)
        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.close(empty)
        os.dup2(self.print_to, 1)
        os.close(self.print_to)
        for stream in (sys.stdout, sys.stderr):
            # as in a terminal
            if hasattr(stream, "reconfigure"): stream.reconfigure(line_buffering=True)

    def read(self, most):
        return os.read(self.read_from, most)

    def write(self, data):
        """A whole message, which the pump tells whole or not at all."""
        for part in (struct.pack(">Q", len(data)), data):
            view = memoryview(part)
            while view:
                view = view[os.write(self.write_to, view):]

    def forward(self, tell):
        """The pump does."""

    def settle(self):
        """What was printed before a message is told before it."""
        try:
            sys.stdout.flush()
        except Exception:
            # the script has closed it
            pass

    end = settle

    def forget(self):
        """In a forked child, which may never speak for its parent."""
        for descriptor in (self.read_from, self.write_to):
            try: os.close(descriptor)
            except OSError: pass


def end_with(parent):
    """A pump that is killed takes the script along. Elsewhere than on Linux the end of the channel tells of it."""
    if not sys.platform.startswith("linux"): return
    try:
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    except Exception:
        return
    if os.getppid() != parent: os._exit(130)
