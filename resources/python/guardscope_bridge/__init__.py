"""Tells Guardscope what torch.compile compiles in this process. Needs Python 3.9 and nothing beside it; torch where it is used.

    import guardscope_bridge
    guardscope_bridge.serve()          # prints an address and a token for Guardscope to attach with

Guardscope itself sends this package along to the Python that it starts, so that nothing is installed there.
"""

PROTOCOL = 2


def serve(port=0, token=None, capture=True, announce=True):
    """Listens on loopback for one Guardscope at a time; the address and the token. `capture` saves compiles from now on."""
    from .sockets import serve as listen

    return listen(port, token, capture, announce)
