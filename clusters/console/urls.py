"""The console's addresses. No fixed word shares a level with a learner's name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from clusters.console.pages import (
    account,
    apply,
    clock,
    cluster,
    clusters,
    connect,
    create,
    getting_started,
    landing,
    nodes,
    object,  # noqa: A004 the field's word for it
    resources,
    resume,
    settings,
    templates,
    theme,
)
from clusters.live import views as live

one_cluster: list[URLPattern | URLResolver] = [
    path("", cluster.cluster, name="cluster"),
    path("fail/", cluster.fail, name="fail"),
    path("delete/", cluster.delete, name="delete-cluster"),
    path("nodes/", nodes.nodes, name="nodes"),
    path("nodes/delete/", nodes.delete, name="delete-nodegroup"),
    path("apply/", apply.apply, name="apply"),
    path("resources/", resources.resources, name="resources"),
    path("about/", resources.event_object, name="event-object"),
    path(
        "objects/<str:resource>/<str:namespace>/<str:item>/",
        object.show,
        name="object",
    ),
    path(
        "delete/<str:resource>/<str:namespace>/<str:item>/",
        object.delete,
        name="delete-object",
    ),
    path("kubeconfig/<str:kind>/", connect.kubeconfig, name="kubeconfig"),
]
one_sandbox: list[URLPattern | URLResolver] = [
    path("live/stream/", live.stream, name="live-stream"),
    path("live/poll/", live.poll, name="live-poll"),
    path("clock/", clock.set_clock, name="clock"),
    path("clusters/", clusters.clusters, name="clusters"),
    path("create/<str:step>/", create.create, name="create"),
    path("getting-started/", getting_started.show, name="getting-started"),
    path("getting-started/<str:step>/", getting_started.run, name="run-step"),
    path("connect/", connect.connect, name="connect"),
    path("connect/key/", connect.renew_key, name="renew-key"),
    path("settings/", settings.settings, name="settings"),
    path("settings/resume-code/", settings.resume_code, name="resume-code"),
    path("settings/reset/", settings.reset, name="reset"),
    path("settings/delete/", settings.delete, name="delete-sandbox"),
    path("cluster/<str:name>/", include(one_cluster)),
]
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("start/", landing.start, name="start"),
    path("clusters/", landing.current, name="current"),
    path("resume/", resume.resume, name="resume"),
    path("signup/", account.signup, name="signup"),
    path("signin/", account.signin, name="signin"),
    path("signout/", account.signout, name="signout"),
    path("theme/", theme.theme, name="theme"),
    path("templates/<str:name>", templates.template, name="template"),
    path("s/<str:sandbox>/", include(one_sandbox)),
]
