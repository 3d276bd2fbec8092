"""Answers requests: a table of methods, each on the reader's thread or, where it takes long, on one of its own."""
import threading

METHOD_NOT_FOUND, INTERNAL_ERROR, REFUSED = -32601, -32603, -32000


class Refused(Exception):
    """A request that cannot be done, with the reason in one line."""


def one_line(error):
    text = " ".join(str(error).split("\nException raised from")[0].split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


class Server:
    def __init__(self, channel, methods, slow=()):
        self.channel, self.methods, self.slow = channel, methods, frozenset(slow)

    def run(self):
        """Until the other side is gone."""
        for message in self.channel.messages():
            if not isinstance(message, dict) or not isinstance(message.get("method"), str):
                continue
            if message["method"] in self.slow:
                threading.Thread(target=self.answer, args=(message,), name="guardscope-worker", daemon=True).start()
            else:
                self.answer(message)

    def answer(self, message):
        reply = self.outcome(message["method"], message.get("params"))
        if "id" in message:
            self.channel.send({"jsonrpc": "2.0", "id": message["id"], **reply})

    def outcome(self, method, params):
        perform = self.methods.get(method)
        if perform is None:
            return {"error": {"code": METHOD_NOT_FOUND, "message": f"no method {method}"}}
        try:
            given = params if isinstance(params, dict) else {}
            return {"result": perform(**given)}
        except Refused as error:
            return {"error": {"code": REFUSED, "message": str(error)}}
        except Exception as error:
            return {"error": {"code": INTERNAL_ERROR, "message": one_line(error)}}
