"""Step 3: a real request over TLS to the Kubernetes door, with a real token."""

from __future__ import annotations

import pytest
from django.conf import settings as real

from clusters.steps import drive
from tests.clusters.getting_started import Learner
from tests.e2e.kube_server import served

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("redis_url"),
]


@pytest.fixture
def learner(settings):
    """Somebody with a cluster whose endpoint answers."""
    with served(real.HOME) as url:
        settings.KUBE_URL = url
        settings.CA_FILE = real.HOME / "ca" / "ca.pem"
        made = Learner()
        made.take("create-cluster")
        yield made


def test_a_token_that_is_accepted_proves_the_connection(learner):
    done = learner.take("configure-kubectl")

    assert done.state == "succeeded", done.reason
    said = [line["text"] for line in done.log]
    assert any("/version answered v1.35." in text for text in said)
    assert "The token is accepted: 4 namespaces." in said


def test_without_an_access_entry_it_says_what_is_missing(learner):
    number = learner.sandbox.account
    learner.aws(
        "eks:DeleteAccessEntry",
        clusterName="demo",
        principalArn=f"arn:aws:iam::{number}:user/learner",
    )

    failed = learner.take("configure-kubectl")

    assert failed.reason == (
        "error: You must be logged in to the server (Unauthorized)"
    )
    assert "access entry" in failed.advice


def test_it_waits_for_a_cluster_that_is_being_made(db):
    patient = Learner("paused")
    patient.take("create-cluster")
    while not patient.count("eks.Cluster"):
        patient.next_event("create-cluster")

    assert patient.take("configure-kubectl").waiting_for == (
        "Cluster demo is not ACTIVE yet"
    )
    drive.cancel(patient.id, "configure-kubectl")


def test_a_door_that_is_shut_fails_it_with_the_reason(db, settings):
    settings.KUBE_URL = "https://localhost:1"
    alone = Learner()
    alone.take("create-cluster")

    failed = alone.take("configure-kubectl")

    assert failed.reason.startswith("Unable to connect to the server: ")
