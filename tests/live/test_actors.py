"""Who acted, in words, and on whose side."""

from __future__ import annotations

from clusters.live.actors import CONTROLLERS, actor
from clusters.sim.registry import controllers


def test_every_controller_has_its_words():
    assert set(controllers) - set(CONTROLLERS) == set()


def test_no_words_are_about_a_controller_that_is_gone():
    assert set(CONTROLLERS) - set(controllers) == set()


def test_callers_are_you():
    learner = actor("arn:aws:iam::123456789012:user/learner")

    assert (learner.text, learner.side) == ("you, as user/learner", "you")
    assert actor("you").text == "you"
    assert actor("").text == "you"
    assert actor("admin").text == "you, as admin"


def test_the_control_plane_is_run_by_aws_and_a_kubelet_by_you():
    assert actor("scheduler").text == "the scheduler, run by AWS"
    assert actor("kubelet").side == "you"
    assert actor("system:node:ip-1").text == "the kubelet of ip-1"


def test_the_simulation_names_itself():
    assert actor("halfplane").side == "halfplane"
