"""JSONPath and Go templates of -o, as the newest real kubectl reads them."""

from __future__ import annotations

import pytest

from tests.e2e.terminal.reading import lines, prepared, write

pytestmark = [pytest.mark.e2e, pytest.mark.needs("kubectl")]

PATHS = r"""
get ns default -o jsonpath={.metadata.name}
get ns default -o jsonpath='{.metadata.name}{"\n"}'
get ns default -o jsonpath --template={.kind}
get ns default -o jsonpath-as-json={.metadata.name}
get ns -o jsonpath-as-json={.items[*].metadata.labels}
get ns default -o jsonpath={.metadata.labels}
get ns default -o jsonpath={.nope}
get svc web -o jsonpath={.spec.ports[0].port}
get svc web -o jsonpath={.spec.ports[-1].port}
get ns -o jsonpath={.items[*].metadata.name}
get ns -o jsonpath={.items[0:2].metadata.name}
get ns -o jsonpath={.items[0:4:2].metadata.name}
get ns -o jsonpath={.items[:2].metadata.name}
get ns -o jsonpath={.items[-2:].metadata.name}
get ns -o jsonpath={.items[0,2].metadata.name}
get ns -o jsonpath="{.items[*]['metadata.name','kind']}"
get ns -o jsonpath="{.items[*]['metadata.name', 'status.phase']}"
get ns -o jsonpath='{range .items[*]}{.metadata.name}{"\t"}{.status.phase}{"\n"}{end}'
get ns -o jsonpath='{range .items[*]}{.metadata.name},{end}x'
get ns -o jsonpath='{range .items[*]}{.metadata.name}'
get ns -o jsonpath='{range .nope[*]}{.x}{end}after'
get pods -A -o jsonpath='{range .items[*]}{.kind}{range .spec.containers[*]} {.image}{end}{"\n"}{end}'
get deploy -A -o jsonpath='{.items[?(@.metadata.namespace=="kube-system")].metadata.name}'
get deploy -A -o jsonpath="{.items[?(@.metadata.namespace=='kube-system')].metadata.name}"
get deploy -A -o jsonpath='{.items[?(@.spec.replicas>1)].metadata.name}'
get deploy -A -o jsonpath='{.items[?(@.spec.replicas>=2)].metadata.name}'
get deploy -A -o jsonpath='{.items[?(@.spec.nope)].metadata.name}'
get deploy -A -o jsonpath='{.items[?(.spec.replicas)].metadata.name}'
get deploy -A -o jsonpath='{.items[?(@.metadata.labels.app)].metadata.name}'
get deploy web -o jsonpath='{.status.conditions[?(@.type=="Available")].status}'
get deploy web -o jsonpath='{..image}'
get deploy web -o jsonpath='{..name}'
get deploy web -o jsonpath='{.spec.template.spec.containers..name}'
get node -o jsonpath='{.items[0].metadata.labels.kubernetes\.io/os}'
get node -o jsonpath="{.items[0].metadata.labels['kubernetes\.io/os']}"
get node -o jsonpath="{.items[0].metadata.labels['kubernetes.io/os']}"
get node -o jsonpath='{.items[*].status.addresses[?(@.type=="Hostname")].address}'
get deploy web -o jsonpath='a{.metadata.name}b{.kind}c'
get deploy web -o jsonpath=plain
get deploy web -o jsonpath='{.spec.template.spec.containers[*].env}'
get deploy web -o jsonpath='{1}{1.5}{true}{"x"}'
get deploy web -o jsonpath="{'a\"b'}"
get deploy web -o jsonpath='{"a\u00e9\x41"}'
get deploy web -o jsonpath='{.}'
get svc web -o jsonpath='{$.metadata.name}{@.kind}'
get svc web -o jsonpath='{ .metadata.name }'
get svc web -o jsonpath='{.metadata.name .kind}'
get svc web -o jsonpath='{.spec.selector.*}'
get svc web -o jsonpath='{.spec.ports[?(@.port==80)].protocol}'
get svc web -o jsonpath='{.spec.ports[?(@.protocol>"SCP")].port}'
get svc web -o jsonpath='{}'
get svc web -o jsonpath-file=path
"""
BAD_PATHS = r"""
get ns default -o jsonpath
get po x -o jsonpath={
get cm a -o jsonpath={
get ns default -o jsonpath-file=nope
get ns default -o jsonpath={.nope} --allow-missing-template-keys=false
get ns default -o jsonpath={.metadata.name[0]}
get ns default -o jsonpath={.metadata[*]}
get svc web -o jsonpath={.spec.ports[5].port}
get svc web -o jsonpath={.spec.ports[-3].port}
get svc web -o jsonpath={.spec.ports[2:1].port}
get svc web -o jsonpath={.spec.ports[::0].port}
get svc web -o jsonpath={.spec.ports[a].port}
get svc web -o jsonpath='{end}'
get svc web -o jsonpath='{foo}'
get svc web -o jsonpath='{metadata.name}'
get deploy web -o jsonpath='{.status.conditions[?(@.type=="Available"]}'
get deploy web -o jsonpath='{.status.conditions[?(@.type=="Available")}'
get deploy web -o jsonpath='{.spec[?(@.x=="y")]}'
get deploy web -o jsonpath='{....name}'
get deploy web -o jsonpath='{"x}'
get deploy web -o jsonpath='{"\q"}'
get deploy web -o jsonpath='{!}'
get deploy web -o jsonpath='{[0}'
get svc web -o jsonpath='{.spec.ports[?(@.port==80.0)].protocol}'
get svc web -o jsonpath='{.spec.ports[?(@.port<"a")].protocol}'
get svc web -o jsonpath='{.spec.ports[?(@.port=~80)].port}'
"""
TEMPLATES = r"""
get cm a -o go-template='{{.metadata.name}} {{.metadata.nope}} {{.metadata.nope.x}}'
get ns -o go-template='{{range .items}}{{.metadata.name}}{{"\n"}}{{end}}'
get ns -o go-template='{{range $i, $e := .items}}{{$i}}:{{$e.metadata.name}} {{end}}'
get ns -o go-template='{{range .nope}}x{{else}}none{{end}}'
get ns -o go-template='{{range .items -}}  {{ .metadata.name }}  {{- end}}'
get ns -o go-template='{{len .items}} {{(index .items 0).metadata.name}}'
get cm a -o go-template='{{index .data "k"}} {{index .data "zz"}}'
get deploy web -o go-template='{{.spec.replicas}} {{if eq .metadata.name "web"}}yes{{else}}no{{end}}'
get deploy web -o go-template='{{if gt .spec.replicas 1}}x{{end}}'
get deploy web -o go-template='{{printf "%s-%v\n" .metadata.name .spec.replicas}}'
get deploy web -o go-template='{{printf "%d" .spec.replicas}}'
get deploy web -o go-template='{{printf "%5.1f|%-8s|%q" .spec.replicas .metadata.name .kind}}'
get deploy web -o go-template='{{range $k, $v := .metadata.labels}}{{$k}}={{$v}}{{end}}'
get deploy web -o go-template='{{with .metadata}}{{.name}}{{end}}{{with .x}}a{{else}}b{{end}}'
get deploy web -o go-template='{{$n := .metadata.name}}{{$n}}{{/* c */}}{{- "x" -}} y'
get deploy web -o go-template='{{and .kind .nope}} {{or .nope .kind}} {{not .nope}}'
get deploy web -o go-template='{{.metadata.name | printf "%s!"}}'
get deploy web -o go-template='{{if and (eq .kind "Deployment") (ne .metadata.name "x")}}ok{{else if .nope}}b{{end}}'
get deploy web -o go-template='{{range .status.conditions}}{{if eq .type "Available"}}{{.status}}{{break}}{{end}}{{end}}'
get deploy web -o go-template='{{"aGk=" | base64decode}}'
get deploy web -o go-template='{{println .kind .spec.replicas}}{{print 1 2 "a" 3}}'
get deploy web -o go-template='{{.spec.selector}}{{.}}'
get deploy web -o template='{{.kind}}'
get deploy web --template='{{.kind}}'
get deploy web -o go-template --template='{{.kind}}'
get deploy web -o go-template-file=template
get deploy web -o templatefile=template
get deploy -o custom-columns-file=columns
"""
BAD_TEMPLATES = r"""
get cm a -o go-template
get cm a -o go-template='{{.kind.x}}'
get cm a -o go-template='{{.nope}}' --allow-missing-template-keys=false
get deploy web -o go-template='{{index .spec.template.spec.containers 99}}'
get deploy web -o go-template='{{foo}}'
get deploy web -o go-template='{{.x'
get deploy web -o go-template='{{if .x}}'
get deploy web -o go-template='{{end}}'
get deploy web -o go-template='{{eq .kind 1}}'
get deploy web -o go-template='{{len .spec.replicas}}'
get deploy web -o go-template-file=nope
get deploy -o custom-columns-file=one-line
get deploy -o custom-columns-file=nope
get deploy -o custom-columns-file
"""
FILES = {
    "path": "{.kind}",
    "template": "{{.kind}}",
    "columns": "NAME KIND\n.metadata.name .kind\n",
    "one-line": "NAME\n",
}


@pytest.fixture(scope="module")
def filled(newest):
    for name, text in FILES.items():
        write(newest, name, text)
    return prepared(newest)


@pytest.fixture(autouse=True)
def _where_the_files_are(newest, monkeypatch):
    monkeypatch.chdir(newest.real.folder)


@pytest.mark.parametrize("line", lines(PATHS))
def test_a_path_finds_what_the_real_one_finds(filled, line):
    filled.same(line)


@pytest.mark.parametrize("line", lines(TEMPLATES))
def test_a_template_makes_what_the_real_one_makes(filled, line):
    filled.same(line)


@pytest.mark.parametrize("line", lines(BAD_PATHS + BAD_TEMPLATES))
def test_what_does_not_fit_is_told_in_the_real_ones_words(filled, line):
    filled.same(line)
