"""Canonical JSON and the hashes that stand in evidence: fixed vectors, so that no release changes them unseen."""

import hashlib

import pytest

from charter.fingerprints import GENESIS, body_fingerprint, canonical, event_fingerprint, sha256, statement_records


@pytest.mark.parametrize("value", [1.5, {"a": 1.0}, [object()], {1: "a"}, b"bytes", {"a": {"b": [0.1]}}])
def test_canonical_refuses_what_has_more_than_one_spelling(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_canonical_sorts_keys_and_keeps_letters():
    assert canonical({"b": [1, None, True], "a": "é’🙂"}) == '{"a":"é’🙂","b":[1,null,true]}'.encode()


def test_event_fingerprint_is_the_one_published():
    expected = hashlib.sha256(b"charter-event/1\0" + bytes(32) + b'{"seq":1,"type":"version.published"}').hexdigest()
    assert event_fingerprint(GENESIS, {"type": "version.published", "seq": 1}) == expected


def test_body_fingerprint_changes_with_each_thing_that_is_shown():
    base = {"template": "t", "n": 1, "language": "fr", "source_sha256": "0" * 64, "party": {"name": "A"}}
    changes = [{"n": 2}, {"language": "en"}, {"source_sha256": "1" * 64}, {"party": {"name": "B"}}, {"template": "u"}]
    found = {body_fingerprint(**{**base, **change}) for change in [{}, *changes]}
    assert len(found) == len(changes) + 1


def test_statements_are_kept_to_the_letter_with_their_hash():
    (record,) = statement_records([{"key": "has_read", "text": "J’ai lu."}])
    assert record == {"key": "has_read", "text": "J’ai lu.", "sha256": sha256("J’ai lu.")}
