"""What the script prints, read by a thread of its own process: where a process cannot be forked, as on Windows."""
import codecs
import os
import sys
import threading

# says to the reader that all before it was read
SETTLED = b"\0guardscope\0"
MOST = 65536


class ThreadedOutput:
    """From now on descriptor 1 is a pipe that is read here, 0 is empty, and the channel has copies of its own."""

    def __init__(self):
        self.read_from, self.write_to = os.dup(0), os.dup(1)
        for inherited in (self.read_from, self.write_to):
            os.set_inheritable(inherited, False)
        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.close(empty)
        self.pipe, end = os.pipe()
        os.dup2(end, 1)
        os.close(end)
        self.settled = threading.Event()
        for stream in (sys.stdout, sys.stderr):
            # as in a terminal
            if hasattr(stream, "reconfigure"): stream.reconfigure(line_buffering=True)

    def read(self, most):
        return os.read(self.read_from, most)

    def write(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self.write_to, view):]

    def forward(self, tell):
        self.reader = threading.Thread(target=self._forward, args=(tell,), name="guardscope-output", daemon=True)
        self.reader.start()

    def _forward(self, tell):
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        while True:
            data = os.read(self.pipe, MOST)
            settled = data.endswith(SETTLED)
            if settled: data = data[:-len(SETTLED)]
            text = decode(data, not data and not settled)
            if text: tell(text)
            if settled: self.settled.set()
            elif not data: return

    def settle(self):
        """Returns when all that was printed is told."""
        try:
            sys.stdout.flush()
            self.settled.clear()
            os.write(1, SETTLED)
            self.settled.wait(1)
        except Exception:
            # the script has closed it
            pass

    def end(self):
        """All that was printed up to now is told. What a child prints later has nobody to read it."""
        try:
            sys.stdout.flush()
        except Exception:
            pass
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.close(nothing)
        self.reader.join(0.5)

    def forget(self):
        """In a forked child, which shares the pipe and may never speak for its parent."""
        for descriptor in (self.read_from, self.write_to, self.pipe):
            try: os.close(descriptor)
            except OSError: pass
