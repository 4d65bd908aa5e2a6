from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, ParamSpec, TypeVar, overload

from kombu.connection import Connection

P = ParamSpec("P")
R = TypeVar("R")

class Request:
    id: str
    retries: int
    delivery_info: dict[str, Any]

class Task(Generic[P, R]):
    name: str
    request: Request
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R: ...
    def delay(self, *args: P.args, **kwargs: P.kwargs) -> Any: ...
    def apply(self, args: Sequence[Any] = ..., kwargs: Mapping[str, Any] = ...) -> Any: ...
    def apply_async(
        self, args: Sequence[Any] = ..., kwargs: Mapping[str, Any] = ..., **options: Any
    ) -> Any: ...

class Celery:
    tasks: Mapping[str, Task[..., Any]]
    conf: Any
    def __init__(self, main: str = ..., **options: Any) -> None: ...
    def config_from_object(self, obj: object, *, namespace: str = ...) -> None: ...
    def autodiscover_tasks(
        self,
        packages: Sequence[str] | None = ...,
        related_name: str = ...,
        force: bool = ...,
    ) -> None: ...
    def send_task(
        self,
        name: str,
        args: Sequence[Any] = ...,
        kwargs: Mapping[str, Any] = ...,
        **options: Any,
    ) -> Any: ...
    def connection_for_write(self) -> Connection: ...
    def finalize(self) -> None: ...

current_app: Celery

@overload
def shared_task(function: Callable[P, R], /) -> Task[P, R]: ...
@overload
def shared_task(
    *, name: str = ..., **options: Any
) -> Callable[[Callable[P, R]], Task[P, R]]: ...
