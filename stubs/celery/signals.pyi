from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

class Signal:
    def connect(self, receiver: F, /) -> F: ...

worker_init: Signal
worker_process_init: Signal
worker_process_shutdown: Signal
worker_ready: Signal
worker_shutdown: Signal
task_prerun: Signal
task_postrun: Signal
