"""Work for the main thread, where the state lives that a script sets: run at once, even while the script runs Python."""
import ctypes
import queue
import threading


class MainThread:
    def __init__(self):
        self.tasks = queue.SimpleQueue()
        # the main thread waits for tasks and runs no script
        self.waits = False
        self.pending = None

    def wait(self):
        """The main thread's own loop, until `leave()`; the exit status it was given."""
        self.waits = True
        while True:
            task = self.tasks.get()
            if isinstance(task, int):
                return task
            task()

    def leave(self, status):
        self.tasks.put(status)

    def ask(self, work, timeout):
        """What `work()` gives there; LookupError where the main thread is in no Python code for so long (seconds)."""
        done, found = threading.Event(), []
        abandoned = []

        def task():
            if abandoned:
                return
            try:
                found.append((True, work()))
            except BaseException as error:
                found.append((False, error))
            done.set()

        if self.waits: self.tasks.put(task)
        else: self.interrupt_with(task)
        if not done.wait(timeout):
            abandoned.append(True)
            raise LookupError("the main thread is busy")
        good, value = found[0]
        if not good: raise value
        return value

    def interrupt_with(self, task):
        """The interpreter calls it between two instructions of whatever the main thread runs (Py_AddPendingCall)."""
        holder = []

        def call(_):
            task()
            self.spent = holder
            return 0

        holder.append(ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(call))
        # it must outlive the call
        self.pending = holder
        add = ctypes.pythonapi.Py_AddPendingCall
        add.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        if add(ctypes.cast(holder[0], ctypes.c_void_p), None) != 0:
            raise LookupError("the main thread is busy")
