"""Threads, where there are any: Python in a browser has none, and does each thing at once."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


@cache
def are_here() -> bool:
    """Whether a thread can be started."""
    try:
        threading.Thread(target=bool).start()
    except RuntimeError:
        return False
    return True


def one_thread(name: str) -> Executor:
    """Does one thing after the other in a thread of this name; at once, where there are none."""
    if are_here():
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
    return _AtOnce()


class _AtOnce(Executor):
    def submit(
        self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        done: Future[Result] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done
