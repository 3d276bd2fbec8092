"""The bridge in a process that Guardscope started: messages on standard input and output, the script on the main thread."""
import atexit
import os
import sys
import threading
import time
import warnings

from . import script
from .channel import Channel
from .main_thread import MainThread
from .output import parted
from .session import Session

MARK = b"\nguardscope-bridge\n"
# exit status of a process that was to import torch and could not
NO_TORCH = 3
# after the other side is gone, for the script to end by itself (seconds)
GRACE = 2


def main():
    output = parted()
    # what a login shell or a wrapper said before this is none of ours
    output.write(MARK)
    channel = Channel(output.read, output.write)
    main_thread = MainThread()
    session = Session(channel, main_thread, "started")

    def tell(text):
        # a script that prints faster than anyone reads waits, as at any pipe
        while channel.crowded(): time.sleep(0.01)
        channel.notify("output", {"text": text})

    output.forward(tell)
    if hasattr(os, "register_at_fork"): os.register_at_fork(after_in_child=lambda: (output.forget(), session.forked()))
    # Python 3.12 warns of a fork beside other threads, which are ours
    warnings.filterwarnings("ignore", r"This process \(pid=\d+\) is multi-threaded", DeprecationWarning)
    # registered first, runs last
    atexit.register(lambda: (output.end(), channel.close()))
    session.hello(channel)

    def listen():
        session.server.run()
        end(session)

    threading.Thread(target=listen, name="guardscope-reader", daemon=True).start()
    session.started.wait()
    if session.script is None:
        return bare(session, main_thread)
    session.running = True
    try:
        ended = script.run(*session.script)
    finally:
        session.running = False
    output.settle()
    channel.notify("ended", {"status": ended.status, "error": ended.error})
    return main_thread.wait() if session.stays else ended.status


def bare(session, main_thread):
    try:
        import torch._dynamo  # noqa: F401
    except ImportError as error:
        session.channel.notify("ended", {"status": NO_TORCH, "error": f"{sys.executable} has no torch: {error}"})
        return NO_TORCH
    session.channel.notify("ready", {})
    return main_thread.wait()


def end(session):
    """Nobody asks any more: what Guardscope started ends with it."""
    session.started.set()
    session.stop()
    threading.Event().wait(GRACE)
    os._exit(130)
