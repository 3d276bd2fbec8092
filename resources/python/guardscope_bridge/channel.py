"""JSON-RPC messages, each behind a Content-Length header, read by one thread and written by another."""
import json
import queue
import threading

# what a peer that is none of ours may make this process hold
MOST_BYTES = 1 << 30
# messages that wait
CROWD = 1000


class Closed(Exception):
    """The other side is gone."""


class Channel:
    """`read(n)` gives up to n bytes, none at the end; `write(data)` takes all of them."""

    def __init__(self, read, write):
        self._read, self._write = read, write
        self._pending = b""
        self._outgoing = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_all, name="guardscope-writer", daemon=True)
        self._writer.start()

    def send(self, message):
        """Queues a message: what it holds may not change any more. It is encoded on the writer's thread."""
        self._outgoing.put(message)

    def notify(self, method, params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def crowded(self):
        """Whether the other side is slow to take what it is told."""
        return self._writer.is_alive() and self._outgoing.qsize() > CROWD

    def close(self, timeout=5):
        """Writes what is queued."""
        self._outgoing.put(None)
        if threading.current_thread() is not self._writer:
            self._writer.join(timeout)

    def _write_all(self):
        while True:
            message = self._outgoing.get()
            if message is None:
                return
            body = json.dumps(message, separators=(",", ":")).encode("ascii")
            try:
                self._write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            except OSError:
                # the reader sees the end and tells
                return

    def messages(self):
        """Those that come, until the other side is gone."""
        try:
            while True:
                yield json.loads(self._exactly(self._length()))
        except (Closed, OSError, ValueError):
            return

    def _length(self):
        while True:
            end = self._pending.find(b"\r\n\r\n")
            if end >= 0:
                break
            if len(self._pending) > 8192:
                raise ValueError("no header")
            self._more()
        header, self._pending = self._pending[:end], self._pending[end + 4:]
        for line in header.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length":
                length = int(value)
                if 0 <= length <= MOST_BYTES:
                    return length
        raise ValueError("no Content-Length")

    def _exactly(self, length):
        parts, held = [self._pending], len(self._pending)
        while held < length:
            part = self._read(min(1 << 20, length - held))
            if not part:
                raise Closed
            parts.append(part)
            held += len(part)
        whole = b"".join(parts)
        self._pending = whole[length:]
        return whole[:length]

    def _more(self):
        part = self._read(65536)
        if not part:
            raise Closed
        self._pending += part
