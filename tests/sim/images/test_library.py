"""The library of images: logs, ports, how each is stopped."""

from __future__ import annotations

import pytest

from clusters.sim.catalog import images as registry
from clusters.sim.images import starting
from clusters.sim.images.image import found, images
from clusters.sim.images.process import Process, Start, StartError
from clusters.sim.images.reference import parsed

EPOCH = 1_795_176_000.0


def run(name: str, *argv: str, **more) -> Process:
    image = found(name)
    line = argv or (*image.entrypoint, *image.command)
    start = Start(line, tag=parsed(name).tag, epoch=EPOCH, address="10.0.0.9", **more)
    return starting.process(name, start)


def texts(process: Process, until: float = 10) -> list[str]:
    return [line.text for line in process.output(until)]


@pytest.mark.parametrize("name", list(images))
def test_every_image_starts_with_its_own_command(name):
    process = run(name.replace("ecr/", "602401143452.dkr.ecr.us-west-2.amazonaws.com/"))
    assert all(line.at >= 0 for line in process.output(5))


def test_nginx_says_its_version_and_serves_its_pages():
    process = run("nginx:1.27.5")
    assert "2026/11/20 12:00:00 [notice] 1#1: nginx/1.27.5" in texts(process)
    assert texts(process)[-1].endswith("start worker process 30")
    assert process.answer(80, "/", 0.1) is None
    assert process.answer(80, "/", 1) == 200
    assert process.answer(80, "/nothing", 1) == 404
    assert process.answer(8080, "/", 1) is None


def test_httpd_warns_of_its_name():
    assert (
        "using 10.0.0.9. Set the 'ServerName' directive" in texts(run("httpd:2.4"))[0]
    )


def test_hello_app_listens_where_it_is_told_to():
    process = run("gcr.io/google-samples/hello-app:2.0", env={"PORT": "9000"})
    assert texts(process) == ["Server listening on port 9000"]
    assert process.answer(9000, "/", 1) == 200


def test_coredns_tells_its_version():
    name = (
        "602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/coredns:v1.14.3-eksbuild.11"
    )
    assert "CoreDNS-1.14.3" in texts(run(name))
    assert run(name).answer(8181, "/ready", 1) == 200


def test_the_cni_is_healthy_once_its_daemon_serves():
    process = run(
        "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.23.0-eksbuild.1"
    )
    probe = ("/app/grpc-health-probe", "-addr=:50051")
    assert process.execute(probe, 1).code == 1
    assert process.execute(probe, 5).code == 0


def test_an_unknown_image_is_a_stand_in_that_answers_on_its_declared_ports():
    process = run("quay.io/me/app:v7", ports=(8080,))
    assert not found("quay.io/me/app:v7").modelled
    assert texts(process) == []
    assert process.exits is None
    assert (process.answer(8080, "/", 1), process.answer(80, "/", 1)) == (200, None)


def test_an_unknown_image_still_runs_a_shell_script():
    assert texts(run("quay.io/me/app:v7", "sh", "-c", "echo hi")) == ["hi"]


def test_official_images_are_also_on_the_public_gallery():
    assert found("public.ecr.aws/docker/library/nginx:1.27") is found("nginx")


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("serve", 'exec: "serve": executable file not found in $PATH: unknown'),
        (
            "/app/serve",
            'exec: "/app/serve": stat /app/serve: no such file or directory: unknown',
        ),
        ("echo hi", 'exec: "echo hi": executable file not found in $PATH: unknown'),
    ],
)
def test_a_program_that_is_not_there_is_runcs_error(program, why):
    with pytest.raises(StartError) as caught:
        run("busybox", program)
    assert str(caught.value).endswith(why)


@pytest.mark.parametrize(
    ("image", "there"),
    [
        ("nginx:1.27", True),
        ("nginx:1.14.2", True),
        ("nginx:1.27-alpine", True),
        ("nginx:1.161", False),
        ("nginx:doesnotexist", False),
        ("busybox:1.28", True),
        ("httpd:2.4", True),
        ("registry.k8s.io/pause:3.10", True),
        ("gcr.io/google-samples/hello-app:3.0", False),
        ("redis:7", True),
        ("redis:nope", False),
        ("public.ecr.aws/docker/library/nginx:1.27", True),
    ],
)
def test_the_registries_have_the_tags_that_tutorials_use(image, there):
    ref = parsed(image)
    repository = registry.repository(ref.host, ref.path)
    assert repository is not None
    assert (registry.size(repository, ref.tag) is not None) == there


def test_a_misspelt_official_name_is_nothing():
    assert registry.repository("docker.io", "library/ngnix") is None


def test_a_slim_image_is_smaller():
    nginx = registry.REPOSITORIES["docker.io/library/nginx"]
    slim, full = registry.size(nginx, "1.27-alpine"), registry.size(nginx, "1.27")
    assert slim is not None
    assert full is not None
    assert slim < full
