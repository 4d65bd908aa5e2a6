"""The terminal in a real browser: typing, streams, history, paste, a lost connection."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.test_up import Up

pytestmark = [pytest.mark.e2e, pytest.mark.needs("redis", "chromium")]

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def opened(browser: Browser, running: Up, size: dict[str, int]) -> Page:
    """A guest's terminal in a fresh sandbox."""
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(running.url())
    page.get_by_role("button", name="Start a sandbox").click()
    page.wait_for_url("**/s/*/clusters/")
    page.goto(page.url.replace("clusters/", "terminal/"))
    return page


@pytest.fixture
def page(browser: Browser, running: Up) -> Iterator[Page]:
    made = opened(browser, running, WIDE)
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    yield made
    made.context.close()
    assert faults == []


@pytest.fixture
def phone(browser: Browser, running: Up) -> Iterator[Page]:
    made = opened(browser, running, PHONE)
    yield made
    made.context.close()


def prompt(page: Page) -> Locator:
    return page.locator("#term-in")


def entries(page: Page) -> Locator:
    return page.locator("#term-log > [id^=entry]")


def enter(page: Page, line: str) -> Locator:
    """Type a line and send it; its entry."""
    count = entries(page).count()
    prompt(page).fill(line)
    prompt(page).press("Enter")
    return entries(page).nth(count)


def done(entry: Locator, code: int = 0) -> Locator:
    expect(entry).to_have_attribute("data-state", "done", timeout=30_000)
    expect(entry).to_have_attribute("data-code", str(code))
    return entry


def test_a_line_is_typed_runs_and_is_there_after_a_reload(page: Page) -> None:
    entry = done(enter(page, "echo '<b>hello</b>'"))
    expect(entry.locator("pre")).to_have_text("<b>hello</b>\n")
    expect(prompt(page)).to_have_value("")
    expect(prompt(page)).to_be_focused()

    page.reload()

    expect(entries(page)).to_have_count(1)
    expect(entries(page).locator("pre")).to_have_text("<b>hello</b>\n")


def test_opening_the_page_costs_no_socket(page: Page) -> None:
    opened_sockets: list[str] = []
    page.on("websocket", lambda line: opened_sockets.append(line.url))
    page.reload()
    page.locator("html[data-ready]").wait_for()
    assert not [url for url in opened_sockets if "terminal" in url]

    done(enter(page, "true"))

    assert len([url for url in opened_sockets if "terminal" in url]) == 1


def test_a_stream_shows_what_comes_and_stops_with_control_c(page: Page) -> None:
    following = enter(page, "watch -n 1 'echo tick; date +%s'")
    expect(following).to_have_attribute("data-state", "running")
    expect(following.locator("pre")).to_contain_text("tick")
    first = following.locator("pre").inner_text()
    expect(following.locator("pre")).not_to_have_text(first, timeout=10_000)
    done(enter(page, "echo meanwhile"))

    prompt(page).press("Control+c")

    done(following, 130)
    expect(following).to_contain_text("Stopped.")


def test_history_goes_up_and_down_and_over_sessions(page: Page) -> None:
    for line in ("echo one", "echo two"):
        done(enter(page, line))
    prompt(page).fill("half")
    for key, value in (
        ("ArrowUp", "echo two"),
        ("ArrowUp", "echo one"),
        ("ArrowUp", "echo one"),
        ("ArrowDown", "echo two"),
        ("ArrowDown", "half"),
    ):
        prompt(page).press(key)
        expect(prompt(page)).to_have_value(value)
    page.reload()

    prompt(page).press("ArrowUp")

    expect(prompt(page)).to_have_value("echo two")


def test_history_is_searched(page: Page) -> None:
    for line in ("echo alpha", "echo beta", "echo gamma"):
        done(enter(page, line))
    prompt(page).press("Control+r")
    page.keyboard.type("bet")
    expect(page.get_by_role("option")).to_have_text(["echo beta"])

    page.keyboard.press("Enter")

    expect(prompt(page)).to_have_value("echo beta")
    expect(entries(page)).to_have_count(3)


def test_tab_completes_after_a_letter_and_leaves_an_empty_line(page: Page) -> None:
    done(enter(page, "true"))
    page.keyboard.type("kubec")
    page.keyboard.press("Tab")
    expect(prompt(page)).to_have_value("kubectl ")
    prompt(page).fill("")

    page.keyboard.press("Tab")

    expect(prompt(page)).not_to_be_focused()


def test_escape_always_leaves(page: Page) -> None:
    done(enter(page, "true"))
    page.keyboard.type("s")
    page.keyboard.press("Tab")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(prompt(page)).to_be_focused()

    page.keyboard.press("Escape")

    expect(prompt(page)).not_to_be_focused()
    expect(prompt(page)).to_have_value("s")


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    prompt(page).focus()
    page.keyboard.press("Control+v")


def test_a_paste_of_many_lines_asks_once_and_stops_at_a_failure(page: Page) -> None:
    paste(page, "echo one\ncat <<EOF\ntwo\nlines\nEOF\nfalse\necho never\n")
    asked = page.get_by_role("dialog", name="Run these 4 commands?")
    expect(asked).to_be_visible()
    expect(entries(page)).to_have_count(0)

    asked.get_by_role("button", name="Run all").click()

    expect(entries(page)).to_have_count(3)
    expect(entries(page).nth(1).locator("pre")).to_have_text("two\nlines\n")
    expect(entries(page).nth(2)).to_contain_text("the last one was not run")


def test_a_paste_of_one_long_command_asks_nothing(page: Page) -> None:
    paste(page, "echo one \\\n  two\n")

    expect(page.locator("#term-paste")).to_be_hidden()
    expect(prompt(page)).to_have_value("echo one \\\n  two")


def test_a_line_without_a_connection_is_marked_and_never_sent_by_itself(
    page: Page,
) -> None:
    done(enter(page, "true"))
    page.context.set_offline(True)
    entry = enter(page, "echo once >> a; cat a")
    expect(entry).to_have_attribute("data-state", "unsent")
    prompt(page).fill("half-typed")

    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto(page.url)
    done(enter(other, "cat a"), 1)
    other.close()
    expect(entry).to_contain_text("Not sent")
    entry.get_by_role("button", name="Send again").click()

    done(entry)
    expect(entry.locator("pre")).to_have_text("once\n")
    expect(prompt(page)).to_have_value("half-typed")


def test_a_line_under_way_is_found_again_after_a_reload(page: Page) -> None:
    following = enter(page, "watch -n 1 date +%s")
    expect(following.locator("pre")).to_contain_text("Every 1.0s")
    page.reload()
    again = entries(page).last
    expect(again).to_have_attribute("data-state", "running")
    text = again.locator("pre").inner_text()
    expect(again.locator("pre")).not_to_have_text(text, timeout=10_000)

    again.get_by_role("button", name="Stop").click()

    done(again, 130)


def test_where_no_socket_opens_a_form_brings_the_same(page: Page) -> None:
    page.route_web_socket("**/terminal/socket/", lambda line: line.close())
    page.reload()

    done(enter(page, "echo by form"))
    following = enter(page, "watch -n 1 date")
    expect(following.locator("pre")).to_contain_text("Every 1.0s")
    prompt(page).press("Control+c")

    done(following, 130)


def test_without_script_a_line_runs_too(browser: Browser, page: Page) -> None:
    state = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    plain = context.new_page()
    plain.goto(page.url)

    plain.locator("#term-in").fill("echo plain")
    plain.get_by_role("button", name="Run", exact=True).click()

    expect(entries(plain).last.locator("pre")).to_have_text("plain\n")
    context.close()


def test_a_linked_line_is_typed_in_and_waits(page: Page) -> None:
    page.goto(f"{page.url}?line=echo+linked")

    expect(prompt(page)).to_have_value("echo linked")
    expect(entries(page)).to_have_count(0)
    prompt(page).press("Enter")
    done(entries(page).first)


def test_an_entry_is_copied_run_again_and_shared(page: Page) -> None:
    entry = done(enter(page, "echo hello"))
    page.locator("html[data-ready]").wait_for()
    entry.hover()
    entry.get_by_role("button", name="Copy the output").click()
    assert page.evaluate("navigator.clipboard.readText()") == "hello\n"
    entry.get_by_role("button", name="Copy a link").click()
    assert page.evaluate("navigator.clipboard.readText()").endswith(
        "/terminal/?line=echo%20hello"
    )

    entry.get_by_role("button", name="Run again").click()

    expect(entries(page)).to_have_count(2)
    done(entries(page).nth(1))


def test_a_file_is_edited_in_the_page(page: Page) -> None:
    done(enter(page, "nano web.yaml"))
    editor = page.get_by_role("dialog", name="/home/learner/web.yaml")
    expect(editor).to_be_visible()
    page.keyboard.type("kind: Pod")
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_be_hidden()
    expect(prompt(page)).to_be_focused()

    expect(done(enter(page, "cat web.yaml")).locator("pre")).to_have_text("kind: Pod")


def test_clear_empties_the_page_and_stays_empty(page: Page) -> None:
    done(enter(page, "echo old"))
    prompt(page).press("Control+l")
    expect(entries(page)).to_have_count(0)
    page.reload()
    expect(entries(page)).to_have_count(0)

    prompt(page).press("ArrowUp")

    expect(prompt(page)).to_have_value(re.compile("old|^$"))


def test_a_result_is_said_once_and_a_long_one_by_its_length(page: Page) -> None:
    said = page.locator("#term-say")
    done(enter(page, "echo hello"))
    expect(said).to_have_text("hello")

    done(enter(page, "seq 24"))

    expect(said).to_have_text("24 lines")
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


def test_a_phone_has_the_keys_that_it_lacks(phone: Page) -> None:
    prompt(phone).focus()
    phone.keyboard.type("echo a ")
    keys = phone.get_by_role("group", name="Keys that a phone lacks")
    keys.get_by_role("button", name="Pipe").click()
    phone.keyboard.type(" cat")
    expect(prompt(phone)).to_be_focused()
    phone.keyboard.press("Enter")
    done(entries(phone).first)
    keys.get_by_role("button", name="Arrow up").click()
    expect(prompt(phone)).to_have_value("echo a | cat")
    keys.get_by_role("button", name="Ctrl+C").click()
    expect(prompt(phone)).to_have_value("")

    done(enter(phone, f"echo {'wide ' * 60}"))

    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_learners_print_cannot_reach_the_page(page: Page) -> None:
    entry = done(enter(page, r"printf '<img src=x onerror=alert(1)>\e[2J\a\r\n'"))

    expect(entry.locator("pre")).to_have_text("<img src=x onerror=alert(1)>\n")
    expect(entry.locator("pre img")).to_have_count(0)


CREATE = (
    "aws eks create-cluster --name demo --role-arn $(aws iam get-role --role-name "
    "eksClusterRole --query Role.Arn --output text) --resources-vpc-config "
    "subnetIds=$(aws ec2 describe-subnets --query 'Subnets[:2].SubnetId' --output text"
    " | tr '\\t' ',') --query cluster.status"
)


def test_the_dock_of_every_cluster_page_has_the_terminal(page: Page) -> None:
    made = done(enter(page, CREATE))
    expect(made.locator("pre")).to_have_text('"CREATING"\n')
    place = page.url.replace("terminal/", "cluster/demo/")
    page.goto(f"{place}nodes/")
    page.locator("html[data-ready]").wait_for()
    expect(page.locator("#panel-term")).to_be_hidden()

    page.get_by_role("tab", name="Terminal").click()

    expect(entries(page)).to_have_count(1)
    done(enter(page, "echo in the dock"))
    page.goto(f"{place}access/")
    expect(entries(page)).to_have_count(2)
    page.goto(f"{place}observability/")
    page.get_by_role("tab", name="Events").click()
    page.locator("summary", has_text="Switch logs on or off").click()
    page.get_by_role("link", name="Run in the terminal").first.click()
    expect(prompt(page)).to_have_value(re.compile("aws eks update-cluster-config"))
    expect(entries(page)).to_have_count(2)
