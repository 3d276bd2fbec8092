"""`python -m guardscope_bridge SCRIPT ARG...`: runs a script as `python` would, in a process that Guardscope can attach to."""
import argparse
import sys

from . import __version__, script, serve, sockets


def main():
    parser = argparse.ArgumentParser(prog="python -m guardscope_bridge", description="Lets Guardscope attach to a Python.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--port", type=int, default=0, help="to listen on, of loopback; a free one where it is left out")
    parser.add_argument("script", nargs="?", help="what to run; left out, the process waits for what it is asked")
    parser.add_argument("args", nargs=argparse.REMAINDER, help="the script's own")
    asked = parser.parse_args()
    serve(asked.port)
    if asked.script is not None: return script.run(asked.script, asked.args).status
    try:
        return sockets.main_thread().wait()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
