"""Tells Guardscope what torch.compile compiles in this process. Needs Python 3.9 and nothing beside it; torch where it is used.

    import guardscope_bridge
    guardscope_bridge.serve()          # prints an address and a token for Guardscope to attach with

`python -m guardscope_bridge SCRIPT ARG...` does so before it runs a script that knows nothing of it. Guardscope itself sends
this package along to the Python that it starts, so that nothing is installed there.
"""
from __future__ import annotations

# Guardscope's own, a test holds it
__version__ = "0.1.0"
PROTOCOL = 2


def serve(port: int = 0, token: str | None = None, capture: bool = True, announce: bool = True) -> tuple[str, str]:
    """Listens on loopback for one Guardscope at a time; the address and the token. `capture` saves compiles from now on."""
    from .sockets import serve as listen

    return listen(port, token, capture, announce)
