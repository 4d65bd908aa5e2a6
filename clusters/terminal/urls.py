"""The terminal's addresses, below a sandbox's."""

from __future__ import annotations

from django.urls import URLPattern, path

from clusters.terminal import views

urlpatterns: list[URLPattern] = [
    path("s/<str:sandbox>/terminal/", views.terminal, name="terminal"),
    path("s/<str:sandbox>/terminal/panel/", views.panel, name="terminal-panel"),
    path("s/<str:sandbox>/terminal/file/", views.save, name="terminal-file"),
    path("s/<str:sandbox>/terminal/stop/", views.stop, name="terminal-stop"),
]
