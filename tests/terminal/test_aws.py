"""aws in the terminal: whose it is, what it may, and what it must not."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import botocore
import pytest

from clusters import callers, runtime
from clusters.sim.world import Key
from clusters.terminal.box.running import box, run
from clusters.terminal.files import HOME, MOST_BYTES
from clusters.terminal.program import Call, Err, Exit
from clusters.terminal.programs.aws import aws
from clusters.terminal.session import Session, Stopped
from tests.terminal.at_work import Said

LIBRARY_FILE = Path(botocore.__file__).with_name("data") / "partitions.json"
ELSEWHERE = "not in this terminal yet; works from your own computer: see Connect"


@pytest.fixture
def session(door, loop) -> Session:
    """A new terminal of a sandbox with a cluster and two nodes."""
    return Session(door.sandbox.id, loop)


def says(session, line, stdin=None, **variables):
    """What aws prints, and its code."""
    out: list[str] = []
    err: list[str] = []
    piped = None if stdin is None else iter([stdin])
    call = Call("aws", shlex.split(line), session, piped, variables)
    code = 0
    try:
        for piece in aws(call):
            (err if isinstance(piece, Err) else out).append(piece)
    except Exit as end:
        code = end.code
        err.append(end.text)
    return Said(code, "".join(out), "".join(err))


def who(session, options="", **variables):
    line = f"sts get-caller-identity --query Arn --output text {options}"
    return says(session, line, **variables)


def test_on_the_laptop_it_acts_as_the_sandboxes_own_user(session, door):
    arn = f"arn:aws:iam::{door.sandbox.account}:user/learner\n"
    assert who(session) == Said(0, arn, "")


def test_on_an_instance_it_acts_as_the_role_of_its_profile(session):
    world = session.world()
    key, _ = world.list("ec2.Instance")[0]
    session.place = key.name
    said = who(session)
    assert f":assumed-role/AmazonEKSNodeRole/{key.name}\n" in said.out
    assert "iam-role" in says(session, "configure list").out


def test_an_instance_without_a_profile_has_no_credentials(session):
    session.place = "i-0123456789abcdef0"
    words = 'credentials. You can configure credentials by running "aws configure".\n'
    assert who(session) == Said(255, "", f"Unable to locate {words}")


def test_variables_come_before_what_the_place_gives(session):
    said = who(session, AWS_ACCESS_KEY_ID="AKIANOBODY", AWS_SECRET_ACCESS_KEY="x")
    assert said.code == 255
    assert "(InvalidClientTokenId)" in said.err


def test_a_profile_of_the_learners_own_file_is_used(session, door):
    other = callers.learner_key(runtime.create("another's", speed="paused").id)
    session.files.texts[f"{HOME}/.aws/credentials"] = (
        f"[else]\naws_access_key_id = {other.access_key_id}\n"
        f"aws_secret_access_key = {other.secret_access_key}\n"
    )
    assert door.sandbox.account in who(session).out
    assert door.sandbox.account not in who(session, "--profile else").out
    assert ":user/learner" in who(session, AWS_PROFILE="else").out
    assert who(session, AWS_PROFILE="none").code == 255


def test_the_region_is_the_sandboxes_until_the_learner_says_another(session):
    zones = "ec2 describe-availability-zones --query AvailabilityZones[0].RegionName"
    assert json.loads(says(session, zones).out) == "us-west-2"
    assert json.loads(says(session, zones, AWS_REGION="eu-west-1").out) == "eu-west-1"
    says(session, "configure set region eu-central-1 --profile work")
    assert json.loads(says(session, zones).out) == "us-west-2"
    says(session, "configure set region us-east-1")
    assert json.loads(says(session, zones).out) == "us-east-1"
    work = says(session, f"{zones} --profile work")
    assert json.loads(work.out) == "eu-central-1"


def test_regions_and_addresses_that_are_not_there_cannot_be_reached(session):
    there = "Could not connect to the endpoint URL: "
    wrong = says(session, "eks list-clusters --region us-west-9")
    assert wrong.err == f'\n{there}"https://eks.us-west-9.amazonaws.com/clusters"\n'
    for url in ("http://127.0.0.1:1", "https://example.com", "http://localhost:8000"):
        said = says(session, f"eks list-clusters --endpoint-url {url}")
        assert (said.code, said.out) == (255, "")
        assert said.err == f'\n{there}"{url}/clusters"\n'
    ours = "--endpoint-url http://localhost:8000/aws"
    assert says(session, f"eks list-clusters {ours}").code == 0


def test_a_request_that_is_too_large_is_refused_as_by_the_door(session):
    session.files.write(f"{HOME}/big", "{" * (MOST_BYTES // 2))
    said = says(session, "cloudformation validate-template --template-body file://big")
    assert (said.code, said.out) == (255, "")
    assert f"Request must be smaller than {MOST_BYTES} bytes" in said.err


def test_tables_have_no_colours(session):
    said = says(session, "eks list-clusters --output table --color on")
    assert "demo" in said.out
    assert "\x1b" not in said.out


def test_what_a_service_does_not_simulate_is_said_by_the_door(session):
    said = says(session, "lambda list-functions")
    assert said.code == 255
    assert "lambda is not simulated by Halfplane yet." in said.err


@pytest.mark.parametrize(
    "line",
    [
        "s3 cp a b",
        "s3 sync . s3://x",
        "cloudformation package --template-file x --s3-bucket y",
        "configure sso",
        "ssm start-session --target i-1",
        "ecs execute-command --cluster a",
    ],
)
def test_what_needs_a_computer_of_ones_own_is_said_so(session, line):
    said = says(session, line)
    assert (said.code, said.out) == (255, "")
    assert said.err.startswith(f"aws {' '.join(line.split()[:2])}: {ELSEWHERE}")


def test_questions_are_not_asked_of_nobody(session):
    said = says(session, "configure")
    assert said.code == 255
    assert "aws configure set region us-west-2" in said.err


def test_debugging_shows_nothing_of_the_server(session):
    said = says(session, "eks list-clusters --debug")
    assert (said.code, json.loads(said.out)) == (0, {"clusters": ["demo"]})
    assert said.err == "aws: --debug shows nothing in this terminal\n"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("eks describe-cluster help", '"--name" (string)'),
        ("eks update-kubeconfig help", "update-kubeconfig"),
        ("eks help", "* describe-cluster"),
        ("s3 cp help", "Synopsis"),
        ("help", "* eks"),
        ("help return-codes", "255"),
        ("eks wait cluster-active help", "cluster-active"),
    ],
)
def test_help_is_printed_without_a_pager(session, line, part):
    said = says(session, line)
    assert (said.code, said.err) == (0, "")
    assert part in said.out
    assert "\x1b" not in said.out


def test_yaml_is_printed_as_version_two_does(session):
    said = says(session, "eks list-clusters --output yaml")
    assert said.out == "clusters:\n- demo\n"
    assert says(session, "eks list-clusters", AWS_DEFAULT_OUTPUT="yaml").out == said.out


def test_waiting_is_in_the_sandboxes_time(session):
    """Twenty times five seconds, in a sandbox that runs 600 times as fast as the wall."""
    fast = Session(runtime.create("fast", speed="600x").id, session.loop)
    fast.limits.seconds = 60.0
    said = says(fast, "cloudformation wait stack-exists --stack-name none")
    assert "Waiter StackExists failed: Max attempts exceeded" in said.err


def test_a_profile_assumes_a_role_and_keeps_its_session_in_the_terminals_files(session):
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    session.files.write(
        f"{HOME}/trust", json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )
    made = says(
        session,
        "iam create-role --role-name dev --query Role.Arn --output text "
        "--assume-role-policy-document file://trust",
    )
    session.files.texts[f"{HOME}/.aws/config"] = (
        f"[profile dev]\nrole_arn = {made.out.strip()}\n"
        "credential_source = Ec2InstanceMetadata\n"
    )
    for _ in range(2):
        said = who(session, "--profile dev")
        assert ":assumed-role/dev/" in said.out, said
    kept = [name for name in session.files.texts if ".aws/cli/cache/" in name]
    assert any(name.endswith(".json") for name in kept)


def test_a_waiting_command_ends_when_it_is_stopped(session):
    slow = Session(runtime.create("slow", speed="paused").id, session.loop)
    call = Call(
        "aws", shlex.split("cloudformation wait stack-exists --stack-name x"), slow
    )
    slow.stop.set()
    with pytest.raises(Stopped):
        list(aws(call))


def test_written_files_count_against_the_quota(session):
    session.files.write(f"{HOME}/big", "x" * (MOST_BYTES - 100))
    said = says(session, "eks update-kubeconfig --name demo")
    assert said.code == 255
    assert "Disk quota exceeded" in said.err
    assert says(session, "configure set region eu-west-1").code == 0


HOSTILE_FILES = [
    "/etc/passwd",
    "/proc/self/environ",
    "/proc/self/maps",
    "/dev/../etc/passwd",
    "../../etc/passwd",
    "~root/.bashrc",
    "$HOME/../../etc/hostname",
    str(LIBRARY_FILE),
    __file__,
]


@pytest.mark.parametrize("path", HOSTILE_FILES)
@pytest.mark.parametrize(
    "line",
    [
        "eks describe-cluster --name file://{}",
        "eks describe-cluster --name fileb://{}",
        "eks describe-cluster --cli-input-json file://{}",
        "cloudformation deploy --stack-name x --template-file {}",
        "cloudformation validate-template --template-body file://{}",
        "eks update-kubeconfig --name demo --kubeconfig {} --dry-run",
    ],
)
def test_files_of_the_host_are_not_there(session, line, path):
    said = says(session, line.format(shlex.quote(path)))
    told = said.out + said.err
    assert "root:" not in told
    assert "regionRegex" not in told
    assert "SECRET_KEY" not in told
    assert "LIBRARY_FILE" not in told
    if "--dry-run" not in line:
        assert said.code != 0
        assert "No such file" in told or "Invalid template path" in told


@pytest.mark.parametrize("path", ["/etc/new", "/tmp/../etc/new", "/dev/shm/new"])  # noqa: S108
def test_files_of_the_host_are_not_written(session, path):
    for line in (
        f"eks update-kubeconfig --name demo --kubeconfig {path}",
        "configure set region x",
        f"s3api get-object --bucket a --key b {path}",
    ):
        says(session, line, AWS_CONFIG_FILE=path)
    assert not Path(path).exists()
    assert all(
        name.startswith(("/home/", "/etc/", "/dev/")) for name in session.files.texts
    )


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ("[default]\ncredential_process = /bin/touch {}\n", "sts get-caller-identity"),
        ("[default]\ncli_history = enabled\n", "eks list-clusters"),
        ("[default]\nca_bundle = /etc/passwd\n", "eks list-clusters"),
        ("[plugins]\nbad = os\n", "eks list-clusters"),
        ("[default]\nregion = /etc/passwd\n", "eks list-clusters"),
        ("[default]\ndata_path = /etc\n", "eks list-clusters"),
    ],
)
def test_settings_lead_to_nothing_on_the_host(session, tmp_path, config, line):
    mark = tmp_path / "mark"
    session.files.texts[f"{HOME}/.aws/config"] = config.replace("{}", str(mark))
    said = says(session, line)
    assert not mark.exists()
    assert "Traceback" not in said.err
    assert "/work/" not in said.err


def test_an_alias_starts_no_program(session, tmp_path):
    mark = tmp_path / "mark"
    session.files.texts[f"{HOME}/.aws/cli/alias"] = (
        f"[toplevel]\nharm = !touch {mark}\nme = sts get-caller-identity\n"
    )
    said = says(session, "harm")
    assert (said.code, said.out, mark.exists()) == (255, "", False)
    assert ELSEWHERE in said.err
    assert says(session, "me").code == 0


@pytest.mark.parametrize(
    "variables",
    [
        {"AWS_CA_BUNDLE": "/etc/passwd"},
        {"AWS_DATA_PATH": "/etc"},
        {"AWS_CONFIG_FILE": "/etc/passwd"},
        {"HTTPS_PROXY": "http://127.0.0.1:1"},
        {"AWS_ENDPOINT_URL_EKS": "http://127.0.0.1:1"},
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1"},
        {
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/etc/passwd",
            "AWS_ROLE_ARN": "arn:aws:iam::1:role/x",
        },
        {"HOME": "/root"},
        {"BAD": "a\0b", "A=B": "c", "\udcff": "\ud800"},
        {"PYTHONSTARTUP": "/etc/passwd", "DOCUTILSCONFIG": "/etc/passwd"},
    ],
)
def test_variables_lead_to_nothing_on_the_host(session, variables):
    said = says(session, "eks list-clusters", **variables)
    assert said.code in {0, 255}
    told = said.out + said.err
    for secret in ("root:", "Traceback", "/work/", "refused"):
        assert secret not in told


@pytest.mark.parametrize(
    "line",
    [
        "eks describe-cluster --name http://127.0.0.1:1/x",
        "eks describe-cluster --name https://169.254.169.254/",
        "configure add-model --service-model {} --service-name ../../../tmp/x",
        "codedeploy install --config-file file:///etc/passwd --iam-user-arn x",
        "history list",
        "opsworks register --infrastructure-class ec2 --region us-east-1 x",
        "emr ssh --cluster-id x --key-pair-file y",
        "--cli-read-timeout x eks list-clusters",
        "eks describe-cluster --name \ud800",
        "eks describe-cluster --name '\0'",
        "eks describe-cluster --name '\u202e\x1b[31m'",
        "eks list-clusters --query '" + "[" * 3000 + "'",
        "ec2 create-tags --resources x --tags " + "Key=" * 2000,
    ],
)
def test_hostile_lines_end_in_words(session, line):
    said = says(session, line)
    assert said.code != 0
    told = said.out + said.err
    assert told.strip()
    for trace in ("Traceback", 'File "', "/work/", "site-packages"):
        assert trace not in told


def test_the_next_command_runs_after_the_zygote_was_ended(session):
    assert says(session, "--version").code == 0
    box.close()
    assert says(session, "--version").code == 0


def test_a_job_gets_no_secret_before_it_asks(session, door):
    """Who only reads help or a skeleton is given no key."""
    asked: list[dict] = []

    def answer(question):
        asked.append(question)
        return {}

    given = {
        "args": ["eks", "create-cluster", "--generate-cli-skeleton"],
        "files": {},
        "folder": HOME,
        "piped": False,
        "region": "us-west-2",
        "variables": {"AWS_DEFAULT_REGION": "us-west-2"},
    }
    assert "".join(run("aws", given, session, answer)).startswith("{")
    assert asked == []
    assert session.world().find(Key("eks.Cluster", "us-west-2", "demo")) is not None
