"""Whatever bytes config.toml holds, newsdesk starts, and says in one line what is wrong."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from newsdesk import config
from newsdesk.config import Settings
from newsdesk.errors import ConfigError

_KEYS = st.sampled_from([*sorted(Settings.__slots__), "nonsense", '"a b"', "keys.x", "sources.y.z"])
_VALUES = st.sampled_from(
    ["0", "-1", "1e308", "nan", "inf", "true", '"soon"', '"\\u001b[2J"', "[]", "{}", "{ a = [1] }", "1979-05-27", "''"]
) | st.integers().map(str)
_LINES = st.lists(st.tuples(_KEYS, _VALUES).map(" = ".join), max_size=8).map("\n".join)


@given(st.binary(max_size=200) | _LINES.map(str.encode))
@example(b'theme = "\x00\xff\xfe"')
@example(b"[ui\ntheme = ")
@example(b"interval = 0\nconnections = 100000\nkeep_days = -5")
@example(b"[keys]\nquit = []")
def test_any_bytes_leave_settings_within_their_bounds(content: bytes) -> None:
    """Settings that are in force keep their types and bounds; every word on the rest names the file, in one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_bytes(content)
        settings, notices = config.load_leniently(path)
        assert path.read_bytes() == content
    assert 30 <= settings.interval <= 1440
    assert 1 <= settings.connections <= 16
    assert settings.keep_days >= 7
    for notice in notices:
        assert str(path) in notice
        assert notice.isprintable(), notice
        assert len(notice) < 600


@given(st.binary(max_size=200) | _LINES.map(str.encode), st.sampled_from(("theme", "measure", "nonsense")))
def test_an_edit_of_any_bytes_leaves_them_or_is_readable(content: bytes, key: str) -> None:
    """After `save` the file is what it was, or says what was set and is right in all else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_bytes(content)
        try:
            config.save(path, key, "ink" if key == "theme" else 60)
        except ConfigError:
            assert path.read_bytes() == content
            return
        assert getattr(config.load(path), key) == ("ink" if key == "theme" else 60)
