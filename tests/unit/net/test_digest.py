"""Digest: the examples of the RFCs, the forms in which servers ask, and what can't be answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.net.digest import Challenge, answer, challenge, schemes


def sent(asked: Challenge, username: str, password: str, uri: str, cnonce: str, count: int = 1) -> dict[str, str]:
    """The parameters of an answer."""
    line = answer(asked, username, password, uri, cnonce, count).decode()
    assert line.startswith("Digest ")
    return {name: value.strip('"') for name, _, value in (part.partition("=") for part in line[7:].split(", "))}


def test_the_examples_of_rfc_7616() -> None:
    """Section 3.9.1: of SHA-256 and MD5 the stronger is answered; both come out as printed there."""
    parts = 'realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, nonce="{}", opaque="{}"'
    nonce, opaque = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
    fields = ["Digest " + parts.format(name, nonce, opaque) for name in ("MD5", "SHA-256")]
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    strong, weak = challenge(fields), challenge(fields[:1])
    assert strong
    assert weak
    made = sent(strong, "Mufasa", "Circle of Life", "/dir/index.html", cnonce)
    assert made["response"] == "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    assert (made["algorithm"], made["qop"], made["nc"], made["opaque"]) == ("SHA-256", "auth", "00000001", opaque)
    made = sent(weak, "Mufasa", "Circle of Life", "/dir/index.html", cnonce)
    assert made["response"] == "8ca523f5e9506fed4657c9700eebdbec"


def test_the_example_of_rfc_2617() -> None:
    """The older form without a word on the algorithm."""
    asked = challenge(
        ['Digest realm="testrealm@host.com",qop="auth,auth-int",nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"']
    )
    assert asked
    made = sent(asked, "Mufasa", "Circle Of Life", "/dir/index.html", "0a4f113b")
    assert made["response"] == "6629fae49393a05397450978507c4ef1"
    assert "algorithm" not in made


def test_a_name_can_be_hashed() -> None:
    """Section 3.9.2: SHA-512-256 with the user's name in UTF-8, hashed."""
    asked = challenge([
        'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, charset=UTF-8, userhash=true, '
        'nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS"'
    ])  # fmt: skip
    assert asked
    made = sent(asked, "J\u00e4s\u00f8n Doe", "Secret, or not?", "/doe.json", "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm")
    assert made["userhash"] == "true"
    assert made["username"] == "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"


def test_only_integrity_and_sessions_are_answered() -> None:
    """Qop auth-int hashes the empty body too; -sess takes nonces into the secret; the old form has no count."""
    integrity = challenge(['Digest realm="r", nonce="n", qop="auth-int", algorithm=MD5-sess'])
    old = challenge(['Digest realm="r", nonce="n"'])
    assert integrity
    assert old
    assert (integrity.qop, integrity.session) == ("auth-int", True)
    assert sent(integrity, "u", "p", "/", "c")["qop"] == "auth-int"
    assert "nc" not in sent(old, "u", "p", "/", "c")
    assert sent(old, "u", "p", "/", "c")["response"] == sent(old, "u", "p", "/", "another")["response"]


@pytest.mark.parametrize(
    ("fields", "realm"),
    [
        (['Basic realm="b", Digest realm="d, e=f", nonce="n"'], "d, e=f"),
        (['Basic realm="b"', 'digest nonce=n, REALM="d"'], "d"),
        (['Negotiate, Digest realm="d", nonce="n"'], "d"),
        (['Negotiate abc==, Digest realm="say \\"d\\"", nonce="n"'], 'say "d"'),
        (['Digest realm="other", nonce="n", algorithm=TOKEN', 'Digest realm="d", nonce="n"'], "d"),
        (['Digest realm="d", nonce="n", qop="auth-conf"'], None),
        (['Digest realm="d"'], None),
        (['Basic realm="Digest nonce=x"'], None),
        ([""], None),
    ],
)
def test_challenges_stand_in_many_forms(fields: list[str], realm: str | None) -> None:
    """Several in one field or many; what can't be answered is passed over."""
    found = challenge(fields)
    assert (found.realm if found else None) == realm


def test_the_schemes_are_told() -> None:
    """All that is offered, in lower case."""
    assert schemes(['BASIC realm="x", Digest nonce=n', "Bearer"]) == {"basic", "digest", "bearer"}


@given(st.lists(st.text(st.characters(max_codepoint=255), max_size=60), max_size=3))
def test_no_field_breaks_the_reading(fields: list[str]) -> None:
    """Whatever a server sends is read or left, and an answer to it is one line."""
    found = challenge([*fields, "Digest nonce=n, " + " ".join(fields)])
    if found:
        assert answer(found, "u", "p", "/", "c")
