"""Which address leads to which door."""

from __future__ import annotations

from django.urls import include, path, re_path

from clusters.gateway.views import gateway
from eksconsole.health import healthz

handler403 = "clusters.console.denied.denied"
urlpatterns = [
    path("healthz", healthz),
    # Signed paths may hold anything, line ends too; `[\s\S]` can be reversed.
    re_path(r"^aws(?:/[\s\S]*)?\Z", gateway, name="gateway"),
    path("", include("clusters.terminal.urls")),
    path("", include("clusters.console.urls")),
]
