"""The bridge in an interpreter that imported it: a socket on loopback, for whoever knows the token."""
import hmac
import os
import secrets
import socket
import sys
import threading

from .channel import Channel
from .main_thread import MainThread
from .session import Session

# for the token to come (seconds)
PATIENCE = 10
MOST = 256
_listening = None


class Listener:
    def __init__(self, port, token, capture):
        self.token = token or secrets.token_urlsafe(24)
        self.socket = socket.create_server(("127.0.0.1", port))
        self.address = self.socket.getsockname()
        self.busy = threading.Lock()
        self.session = Session(Backlog(), MainThread(), "attached")
        if hasattr(os, "register_at_fork"): os.register_at_fork(after_in_child=self.forget)
        self.session.start(capture=capture, stay=True)
        threading.Thread(target=self.listen, name="guardscope-listener", daemon=True).start()

    def forget(self):
        """A forked child is not listened to, and captures nothing."""
        self.socket.close()
        self.session.forked()

    def listen(self):
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.meet, args=(peer,), name="guardscope-reader", daemon=True).start()

    def meet(self, peer):
        with peer:
            peer.settimeout(PATIENCE)
            try:
                if not hmac.compare_digest(line(peer), self.token.encode()):
                    peer.sendall(b"no\n")
                    return
                # one that has just left may not be gone yet
                if not self.busy.acquire(timeout=1):
                    peer.sendall(b"busy\n")
                    return
            except (OSError, ValueError):
                return
            try:
                peer.settimeout(None)
                peer.sendall(b"yes\n")
                self.serve(peer)
            except OSError:
                pass
            finally:
                self.busy.release()

    def serve(self, peer):
        channel = Channel(peer.recv, peer.sendall)
        backlog = self.session.channel
        self.session.hello(channel)
        backlog.pour(channel)
        self.session.use(channel)
        try:
            self.session.server.run()
        finally:
            self.session.left()
            self.session.use(Backlog())
            channel.close(1)


class Backlog:
    """What is told while nobody listens: the last of it."""

    def __init__(self):
        self.messages, self.lost = [], 0

    def notify(self, method, params):
        if method not in ("compiled", "tree", "saved", "fault"): return
        self.messages.append((method, params))
        if len(self.messages) > 3 * MOST:
            del self.messages[:3]
            self.lost += 1

    def send(self, message):
        pass

    def pour(self, channel):
        if self.lost: channel.notify("fault", {"message": f"{self.lost} compiles before the connection were not kept"})
        for method, params in self.messages: channel.notify(method, params)


def line(peer):
    """Up to a line break, a byte at a time: what follows is another's."""
    found = b""
    while len(found) < 256:
        byte = peer.recv(1)
        if byte in (b"", b"\n"): return found
        found += byte
    raise ValueError("no token")


def serve(port, token, capture, announce):
    global _listening
    if _listening is None: _listening = Listener(port, token, capture)
    host, number = _listening.address
    if announce: print(f"guardscope: attach to {host}:{number} with the token {_listening.token}", file=sys.stderr, flush=True)
    return f"{host}:{number}", _listening.token


def main_thread():
    """Where what is asked for is done, once `serve` was called: to wait in where no script runs."""
    return _listening.session.main_thread
