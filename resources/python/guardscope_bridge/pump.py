"""Passes on what a script prints and what its bridge tells, in their order, until the script is gone; then ends as it did."""
import codecs
import json
import os
import selectors
import signal
import struct

MOST = 65536
# printed before a message: no more is told first, lest one that prints without end keeps it back
BEFORE = 1 << 20
# sent to the process that was started, and meant for the script; a terminal's own signals reach both
PASSED_ON = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2") if hasattr(signal, name)]
IGNORED = [signal.SIGINT, getattr(signal, "SIGQUIT", signal.SIGINT)]
LENGTH = struct.Struct(">Q")


class Pump:
    """`messages`: each behind its length, as output.py writes them; `printed`: bytes of any kind. Standard output is the channel."""

    def __init__(self, child, messages, printed):
        self.child, self.messages, self.printed = child, messages, printed
        self.told = bytearray()
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.heard = True

    def run(self):
        """Never returns."""
        status = 0
        try:
            status = self.pass_on()
        finally:
            leave_as(status)

    def pass_on(self):
        os.close(0)
        for number in IGNORED: signal.signal(number, signal.SIG_IGN)
        for number in PASSED_ON: signal.signal(number, self.signalled)
        woken, wake = os.pipe()
        for descriptor in (woken, wake, self.messages, self.printed): os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        waiting = selectors.DefaultSelector()
        for descriptor in (woken, self.messages, self.printed): waiting.register(descriptor, selectors.EVENT_READ)
        while True:
            gone, status = os.waitpid(self.child, os.WNOHANG)
            if gone: break
            for key, _ in waiting.select():
                if key.fd == woken: some(woken)
                elif self.pass_from(key.fd) == b"": waiting.unregister(key.fd)
        # what others of its children print from now on has nobody to read it
        while self.pass_from(self.messages): pass
        self.pass_printed()
        self.tell(self.decode(b"", True))
        return status

    def signalled(self, number, _):
        try: os.kill(self.child, number)
        except ProcessLookupError: pass

    def pass_from(self, descriptor):
        """What was read: nothing at its end, None where there is nothing now."""
        return self.pass_message() if descriptor == self.messages else self.pass_lines()

    def pass_message(self):
        data = some(self.messages)
        self.told += data or b""
        while len(self.told) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self.told)[0]
            if len(self.told) < end: break
            message = bytes(memoryview(self.told)[LENGTH.size:end])
            del self.told[:end]
            self.pass_printed()
            self.write(message)
        return data

    def pass_printed(self):
        """All that is there."""
        left = BEFORE
        while left > 0:
            data = some(self.printed)
            if not data: return
            left -= len(data)
            self.tell(self.decode(data))

    def pass_lines(self):
        """What there is, up to the end of a line if that comes at once: an unbuffered Python writes a word at a time."""
        first = data = some(self.printed)
        while data and len(data) < MOST and not data.endswith(b"\n") and self.follows():
            more = some(self.printed)
            if not more: break
            data += more
        if data: self.tell(self.decode(data))
        return first

    def follows(self):
        with selectors.DefaultSelector() as one:
            one.register(self.printed, selectors.EVENT_READ)
            return bool(one.select(0.002))

    def tell(self, text):
        if text == "": return
        body = json.dumps({"jsonrpc": "2.0", "method": "output", "params": {"text": text}}, separators=(",", ":")).encode("ascii")
        self.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def write(self, data):
        """Waits where the other side is slow to take it, and so does the script, as at any pipe."""
        view = memoryview(data)
        try:
            while view and self.heard: view = view[os.write(1, view):]
        except OSError:
            # the bridge sees the end of the channel as well
            self.heard = False


def some(descriptor):
    """Up to 64 KiB, nothing at the end, None where there is nothing now."""
    try:
        return os.read(descriptor, MOST)
    except BlockingIOError:
        return None


def leave_as(status):
    """Ends this process as another has ended (`os.wait`)."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            import resource

            # one core is enough
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if number != signal.SIGKILL: signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        finally:
            # the first process of a container is killed by no signal of its own
            os._exit(128 + number)
    os._exit(os.WEXITSTATUS(status))
