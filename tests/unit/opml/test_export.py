"""What is given away of a list."""

from __future__ import annotations

import pytest

from newsdesk.errors import OpmlError
from newsdesk.opml.export import export

LIST = b"""<opml xmlns:newsdesk="https://newsdesk.example/opml">
<body>
  <outline text="Open" xmlUrl="https://open.example/"/>
  <outline text="Marked" newsdesk:private="true" xmlUrl="https://marked.example/"/>
  <outline text="Password" xmlUrl="https://me:hunter2@pw.example/"/>
  <outline text="Off" isComment="true" xmlUrl="https://off.example/?token=0123456789abcdef"/>
  <!-- <outline xmlUrl="https://me:hunter3@old.example/"/> -->
  <!-- a word of mine -->
  <outline text="Both" xmlUrl="https://both.example/?api_key=0123456789abcdef">
    <outline text="Inside" xmlUrl="https://inside.example/"/>
  </outline>
</body>
</opml>
"""


def test_private_feeds_are_left_out() -> None:
    """Marked ones, passwords and tokens go, in comments too; all other bytes stay."""
    data, left_out = export(LIST, include_private=False)
    assert left_out == 4
    assert data == (
        b'<opml xmlns:newsdesk="https://newsdesk.example/opml">\n<body>\n'
        b'  <outline text="Open" xmlUrl="https://open.example/"/>\n'
        b"  <!-- a word of mine -->\n"
        b'  <outline text="Both">\n    <outline text="Inside" xmlUrl="https://inside.example/"/>\n  </outline>\n'
        b"</body>\n</opml>\n"
    )


def test_all_of_it_when_asked() -> None:
    """With private feeds included the bytes are the file's."""
    assert export(LIST, include_private=True) == (LIST, 0)


def test_broken_list_is_not_given_away() -> None:
    """What can't be read surely can't be cleared of secrets either."""
    with pytest.raises(OpmlError, match="line 3"):
        export(LIST.replace(b"Open", b"O & pen"), include_private=False)
