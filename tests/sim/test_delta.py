"""Deltas: whatever two documents are, their difference leads from one to the other."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from clusters.sim.delta import diff, patch

leaves = st.none() | st.booleans() | st.integers(0, 3) | st.text("ab", max_size=2)
values = st.recursive(
    leaves,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from("abcd"), below, max_size=4)
    ),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


@given(documents, documents)
def test_a_delta_leads_there_and_its_twin_leads_back(before, after):
    there, back = json.loads(json.dumps(diff(before, after)))
    assert exact(patch(before, there)) == exact(after)
    assert exact(patch(after, back)) == exact(before)


@given(documents)
def test_equal_documents_have_no_difference(document):
    assert diff(document, json.loads(json.dumps(document))) == ({}, {})


def exact(value):
    """JSON text tells 1 from true, which Python's equality does not."""
    return json.dumps(value, sort_keys=True)
