"""Signing up by name and password, which keeps the sandbox; signing in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import (
    authenticate,
    get_user_model,
    login,
    logout,
    update_session_auth_hash,
)
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from clusters import callers
from clusters.callers import Person
from clusters.console import limits
from clusters.console.drawing import say

TAKEN = "This name is taken. Choose another one, or sign in."
NOT_YOURS = "This is not your password. Passwords are case-sensitive."
WRONG = "Name or password is wrong. Passwords are case-sensitive."
LONGEST_NAME = 60


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """Make an account; the sandboxes of this browser are its own from then on."""
    if request.method != "POST":
        return _form(request, "signup")
    limits.check_signup(request.META.get("REMOTE_ADDR", ""))
    name, password = _typed(request)
    guest = callers.person(request.session, None)
    errors = _problems(name, password)
    user = None if errors else _made(name, password)
    if user is None:
        return _form(request, "signup", name, errors or {"name": [TAKEN]})
    login(request, user)
    return _welcome(guest, user)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def signin(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, "signin")
    name, password = _typed(request)
    address = request.META.get("REMOTE_ADDR", "")
    limits.check_guess(address, name[:LONGEST_NAME])
    guest = callers.person(request.session, None)
    # Nobody has a name that cannot be printed, and PostgreSQL would not look for one.
    known = name.isprintable()
    user = authenticate(request, username=name, password=password) if known else None
    if user is None:
        return _form(request, "signin", name, {"password": [WRONG]})
    limits.guessed_right(address, name)
    login(request, user)
    return _welcome(guest, user)


@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("landing")


@sensitive_post_parameters("old", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who you are here, what is kept for you, and another password."""
    user: Any = request.user
    if not user.is_authenticated:
        return _account(request) if request.method != "POST" else redirect("signin")
    if request.method != "POST":
        return _account(request)
    name, address = user.get_username(), request.META.get("REMOTE_ADDR", "")
    old, new = request.POST.get("old", ""), request.POST.get("password", "")
    limits.check_guess(address, name)
    if not user.check_password(old):
        return _account(request, {"old": [NOT_YOURS]})
    limits.guessed_right(address, name)
    errors = _problems(name, new)
    if errors:
        return _account(request, errors)
    user.set_password(new)
    user.save(update_fields=["password"])
    # Whoever else was signed in with the old password is not any more.
    update_session_auth_hash(request, user)
    say(request, "ok", "Your password is changed. Other devices must sign in again.")
    return redirect("account")


def _account(
    request: HttpRequest, errors: dict[str, list[str]] | None = None
) -> HttpResponse:
    who = callers.person(request.session, request.user)
    context = {"kept": callers.sandboxes_of(who)[:20], "errors": errors or {}}
    status = 422 if errors else 200
    return render(request, "console/account.html", context, status=status)


def _typed(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("name", "").strip(), request.POST.get("password", "")


def _problems(name: str, password: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        found["name"] = [f"A name has 1 to {LONGEST_NAME} characters."]
    try:
        validate_password(password, get_user_model()(username=name))
    except ValidationError as error:
        found["password"] = list(error.messages)
    return found


def _made(name: str, password: str) -> Any:
    try:
        with transaction.atomic():
            return get_user_model().objects.create_user(name, password=password)
    except IntegrityError:
        return None


def _welcome(guest: Person, user: Any) -> HttpResponse:
    """Keep what this browser's guest began, and go on there."""
    for sandbox in callers.sandboxes_of(Person(visitor=guest.visitor)):
        callers.keep(sandbox.id, user.pk)
    return redirect("current")


def _form(
    request: HttpRequest,
    which: str,
    name: str = "",
    errors: dict[str, list[str]] | None = None,
) -> HttpResponse:
    context = {"name": name, "errors": errors or {}, "which": which}
    status = 422 if errors else 200
    return render(request, f"console/{which}.html", context, status=status)
