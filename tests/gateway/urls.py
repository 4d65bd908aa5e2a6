"""The AWS door alone."""

from __future__ import annotations

from django.urls import re_path

from clusters.gateway.views import gateway

urlpatterns = [re_path(r"^aws(?:/[\s\S]*)?\Z", gateway)]
