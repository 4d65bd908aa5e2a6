"""What is stored: sandboxes, their log, and who may do what."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Sandbox(models.Model):
    """One simulated AWS account. Its World is the snapshot plus the records after it.

    Times are epoch seconds. `version` counts commits, `rv` counts changes. `wake_at`
    is when its agenda wants to be advanced (null: nothing is due); `leased_until`
    keeps two workers from advancing it at once.
    """

    id = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=60)
    account = models.CharField(max_length=12, unique=True)
    region = models.CharField(max_length=20)
    version = models.BigIntegerField(default=0)
    rv = models.BigIntegerField(default=0)
    wake_at = models.FloatField(null=True, db_index=True)
    leased_until = models.FloatField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE
    )
    created_at = models.FloatField()
    used_at = models.FloatField(db_index=True)
    """When a person or a tool last did something here."""
    rested = models.CharField(max_length=10, blank=True)
    """The mode of a clock that was paused because nobody used the sandbox."""


class Snapshot(models.Model):
    """A whole World at a version, as compressed JSON; one a sandbox."""

    sandbox = models.OneToOneField(Sandbox, on_delete=models.CASCADE, primary_key=True)
    version = models.BigIntegerField()
    data = models.BinaryField()


class ChangeRecord(models.Model):
    """One commit: forward and inverse patches, as compressed JSON."""

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, db_index=False)
    version = models.BigIntegerField()
    rv = models.BigIntegerField()
    """The last revision in it."""
    told = models.BooleanField()
    """Whether it says anything in the event stream."""
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sandbox", "version"], name="one_per_version"
            )
        ]


class RefusedRequest(models.Model):
    """A request that a door refused: it changed nothing, so no log record holds it.

    Equal ones are one row, which counts them; a sandbox keeps a bounded number. `rv` is
    the revision that the last of them met, `sim` its simulated second; `said` is a
    `runtime.refused.Request`.
    """

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, db_index=False)
    digest = models.CharField(max_length=32)
    said = models.JSONField()
    count = models.PositiveIntegerField()
    rv = models.BigIntegerField()
    first = models.FloatField()
    sim = models.FloatField()
    at = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sandbox", "digest"], name="one_row_for_equal_refusals"
            )
        ]


class Endpoint(models.Model):
    """Which sandbox a cluster's Kubernetes address leads to."""

    cluster = models.CharField(max_length=32, primary_key=True)
    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE)
    region = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    connected_at = models.FloatField(null=True)
    """When somebody's own kubectl first came in with a token that counts."""
    connected_with = models.CharField(max_length=100, blank=True)


class Grant(models.Model):
    """A right to act in a sandbox, or a secret that belongs to it.

    `kind` is session, aws-key, kube-token, resume-code, teacher or signing-key.
    `key` is what is presented (a key id, or a hash of an opaque secret); `secret` is
    encrypted. `role` is owner or teacher; teachers read. `principal` is an IAM ARN.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=128, unique=True)
    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE
    )
    role = models.CharField(max_length=10, default="owner")
    principal = models.CharField(max_length=2048, blank=True)
    secret = models.BinaryField(default=b"")
    data = models.JSONField(default=dict)
    created_at = models.FloatField()
    expires_at = models.FloatField(null=True)


class FormDraft(models.Model):
    """What a learner has typed into a form of several pages, before it is sent."""

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE)
    form = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    updated_at = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sandbox", "form"], name="one_draft_per_form"
            )
        ]


class Terminal(models.Model):
    """What a sandbox's terminal remembers between two lines, encrypted.

    `files` is JSON of text by path; `state` holds the variables, the folder and where
    the learner stands.
    """

    sandbox = models.OneToOneField(Sandbox, on_delete=models.CASCADE)
    files = models.BinaryField(default=b"")
    state = models.BinaryField(default=b"")


class TerminalEntry(models.Model):
    """A line that was typed, and what came of it; line and output are encrypted.

    `name` is the page's own id for it: there is one entry of a name, so a line that
    is sent twice runs once. `code` is null while it runs, and where its end was lost.
    """

    sandbox = models.ForeignKey(Sandbox, on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=36)
    line = models.BinaryField()
    output = models.BinaryField(default=b"")
    cut = models.BooleanField(default=False)
    """Whether there was more output than is kept."""
    code = models.IntegerField(null=True)
    at = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sandbox", "name"], name="one_entry_per_name"
            )
        ]
