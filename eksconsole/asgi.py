"""The console: pages, the AWS door and the pages' sockets; `serve` sets Django up."""

from __future__ import annotations

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings

from clusters.live import consumer as live
from clusters.terminal import consumer as terminal
from clusters.terminal import runner
from eksconsole.body_limit import with_body_limit
from eksconsole.lifespan import with_lifespan
from eksconsole.pages import Pages
from eksconsole.protocol import Application, Receive, Scope, Send
from eksconsole.static import with_static_files

pages = with_static_files(
    with_body_limit(Pages()), settings.STATIC_ROOT, settings.STATIC_URL
)
routes = URLRouter([*terminal.urlpatterns, *live.urlpatterns])
sockets: Application = AllowedHostsOriginValidator(AuthMiddlewareStack(routes))


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    await (sockets if scope["type"] == "websocket" else pages)(scope, receive, send)


application = with_lifespan(serve, at_end=runner.stop_all)
