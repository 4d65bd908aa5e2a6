"""Output on the page: harmless, coloured by meaning, told in parts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.terminal.program import Err
from clusters.terminal.screen import (
    MOST_LETTERS,
    Screen,
    harmless,
    html,
    stored_html,
    stored_text,
)
from clusters.terminal.store import KEPT_BYTES

PODS = "NAME     READY   STATUS             RESTARTS   AGE"


def screen(*pieces):
    made = Screen()
    for piece in pieces:
        made.write(piece)
    return made


def test_what_learners_print_is_text_and_no_markup():
    assert html("<b onclick=x>&") == "&lt;b onclick=x&gt;&amp;"
    assert "<script" not in html("<script>Ready</script> Ready")


def test_words_that_say_how_a_thing_is_are_coloured():
    assert '<span class="t-ok">Ready</span>' in html("ip-10-0-1-24   Ready    <none>")
    assert '<span class="t-bad">ImagePullBackOff</span>' in html(
        "web   0/1   ImagePullBackOff   0"
    )
    assert '<span class="t-warn">CREATING</span>' in html('    "status": "CREATING",')


def test_parts_of_names_are_no_words():
    assert "span" not in html("pod/Ready-1 not-Ready Ready.example NodeNotReady")


def test_a_tables_heading_steps_back_behind_its_first_column():
    start, _, rest = html(PODS).partition("<span")
    assert start == "NAME"
    assert rest.startswith(' class="t-dim">')
    assert rest.endswith("AGE</span>")


def test_a_sentence_in_capitals_is_no_heading_when_it_is_one_word():
    assert html("DONE") == "DONE"


def test_errors_are_marked_and_warnings_less():
    assert html("error: no", err=True) == '<span class="t-bad">error: no</span>'
    assert html("Warning: old", err=True) == '<span class="t-warn">Warning: old</span>'


def test_what_would_steer_a_terminal_is_taken_out():
    assert (
        harmless("\x1b[31mred\x1b[0m \x1b]0;title\x07done\r\n\x00\x07") == "red done\n"
    )
    assert harmless("a\x1b[2J\x1b[Hb\x9b1mc") == "ab1mc"


def test_marks_that_turn_the_reading_direction_are_shown_as_such():
    assert harmless("delete \u202egpj.exe") == "delete \ufffdgpj.exe"


@settings(max_examples=200)
@given(st.text())
def test_no_output_brings_markup_or_control_characters(text):
    shown = screen(text).since((0, 0))[1]
    whole = shown.lines + shown.tail
    allowed = ('<span class="t-ok">', '<span class="t-warn">', '<span class="t-bad">')
    for tag in (*allowed, '<span class="t-dim">', "</span>"):
        whole = whole.replace(tag, "")
    assert "<" not in whole
    assert not any(ord(c) < 32 and c not in "\n\t" for c in whole)


def test_a_reader_hears_each_line_once_and_the_last_one_as_it_grows():
    made = screen("one\ntw")
    seen, first = made.since((0, 0))
    made.write("o\nthree\n")
    _, second = made.since(seen)

    assert (first.lines, first.tail) == ("one\n", "tw")
    assert (second.lines, second.tail) == ("two\nthree\n", "")
    assert not second.afresh


def test_a_form_feed_begins_afresh():
    made = screen("frame 1\n")
    seen, _ = made.since((0, 0))
    made.write("\fframe 2\n")
    _, part = made.since(seen)

    assert part.afresh
    assert part.lines == "frame 2\n"
    assert made.text() == "frame 2\n"


def test_errors_and_output_side_by_side_keep_what_they_are():
    made = screen("out ", Err("err\n"), "out\n")

    assert made.since((0, 0))[1].lines == (
        'out \n<span class="t-bad">err</span>\nout\n'
    )


def test_endless_output_keeps_its_newest_part():
    made = screen(*(f"{n:07}\n" for n in range(MOST_LETTERS // 8 + 500)))

    text = made.text()
    assert len(text) <= MOST_LETTERS
    assert text.endswith(f"{MOST_LETTERS // 8 + 499:07}\n")
    seen, part = made.since((0, 0))
    assert part.lines.startswith("0000500\n")
    assert made.since(seen)[1].lines == ""


def test_what_is_stored_is_bounded_and_says_so():
    kept, cut = screen("é" * KEPT_BYTES).kept()

    assert cut
    assert len(kept.encode()) <= KEPT_BYTES
    assert screen("short\n").kept() == ("short\n", False)


def test_stored_output_is_drawn_as_it_was():
    kept, _ = screen("fine\n", Err("error: <no>\n"), "NotReady").kept()

    assert stored_html(kept) == (
        'fine\n<span class="t-bad">error: &lt;no&gt;</span>\n'
        '<span class="t-bad">NotReady</span>'
    )
    assert stored_text(kept) == "fine\nerror: <no>\nNotReady"


def test_what_is_no_failure_is_not_painted_as_one():
    found = html("No resources found in default namespace.", err=True)
    assert found.startswith('<span class="t-dim">')
