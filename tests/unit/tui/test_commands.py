"""The table of key commands and what derives from it."""

from __future__ import annotations

import pytest

from newsdesk.errors import ConfigError
from newsdesk.tui.actions import ACTIONS
from newsdesk.tui.commands import BY_ID, COMMANDS, FOOTER, SCOPES, Keys, check_keys, latin_key
from newsdesk.tui.lines import width_of
from newsdesk.tui.status import keys_line, prefix_line

UNBOUND = ("C", "d", "ctrl+s", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+left_square_bracket")


def test_every_command_does_something():
    """Each row has an action, each action a row, each id once."""
    assert set(ACTIONS) == set(BY_ID)
    assert len(BY_ID) == len(COMMANDS)


def test_no_key_means_two_things():
    """A key stands once in a scope."""
    for scope in SCOPES:
        keys = [key.strip() for c in COMMANDS if c.scope == scope for key in c.keys.split(",")]
        assert len(keys) == len(set(keys))


def test_some_keys_are_left_unbound():
    """Keys that terminals confuse, or that cost too much, mean nothing."""
    bound = {key.strip() for command in COMMANDS for key in command.keys.split(",")}
    assert not bound & set(UNBOUND)


def test_a_panes_own_key_comes_first():
    """Space folds in the sidebar and pages elsewhere."""
    keys = Keys({})
    assert keys.find("sidebar", "space").id == "sidebar.fold"
    assert keys.find("article", "space").id == "page.down"
    assert keys.find("article", "~") is None


def test_remapping():
    """A remapped command has its new keys alone; sequences can be remapped too."""
    keys = Keys({"move.down": "d", "go.all": "g x", "mark.star": "g z"})
    assert keys.find("headlines", "d").id == "move.down"
    assert keys.find("headlines", "j") is None
    assert keys.find("headlines", "s") is None
    assert keys.sequences["g"]["x"].id == "go.all"
    assert keys.sequences["g"]["z"].id == "mark.star"
    assert "a" not in keys.sequences["g"]


def test_a_key_that_is_given_away_does_what_was_said():
    """Also where another command of the table, of a pane, or a sequence had it; that one shows it no more."""
    keys = Keys({"mark.star": "m", "app.quit": "A", "list.order": "g"})
    assert keys.find("headlines", "m").id == "mark.star"
    assert keys.of(BY_ID["mark.read"]) == ()
    assert keys.find("headlines", "A").id == "app.quit"
    assert keys.of(BY_ID["mark.all"]) == ()
    assert keys.find("headlines", "g").id == "list.order"
    assert "g" not in keys.sequences
    assert keys.of(BY_ID["move.top"]) == ("home",)
    assert Keys({"mark.star": "s x"}).find("headlines", "s") is None
    assert "m" not in "".join(part.text for part in keys_line(("mark.read",), keys, 50))


def test_a_key_given_twice_is_named():
    """The same key in one scope for two commands is a mistake; in two panes it is none."""
    with pytest.raises(ConfigError, match=r"E is given to mark\.star and to mark\.later"):
        check_keys({"mark.star": "E", "mark.later": "x,E"})
    check_keys({"mark.all": "E", "article.save": "E"})


def test_a_wrong_id_is_named():
    """[keys] with an unknown command says which was meant."""
    with pytest.raises(ConfigError, match=r"headlin\.next"):
        check_keys({"headlin.next": "j"})
    with pytest.raises(ConfigError, match=r"Did you mean 'move\.down'"):
        check_keys({"move.dwn": "j"})
    check_keys({"move.down": "e"})


def test_keys_as_they_are_shown():
    """Names a person knows."""
    keys = Keys({})
    assert keys.shown(BY_ID["move.down"]) == "j  ↓"
    assert keys.shown(BY_ID["move.top"]) == "g g  Home"
    assert keys.shown(BY_ID["article.link"]) == "1 … 9"
    assert keys.shown(BY_ID["page.up"], 20) == "shift+space  PgUp"
    assert Keys({}, ascii_only=True).shown(BY_ID["move.down"]) == "j  Down"


def test_positions():
    """Letters of other layouts are found by their place."""
    assert latin_key("о") == "j"
    assert latin_key("j") is None
    assert latin_key(None) is None


@pytest.mark.parametrize("pane", ["sidebar", "headlines", "article"])
@pytest.mark.parametrize("width", [0, 10, 40, 100])
def test_the_footer_fits(pane, width):
    """As many keys as fit are named."""
    line = keys_line(FOOTER[pane], Keys({}), width)
    assert width_of(line) <= width
    assert bool(line) == (width >= 10)


def test_the_prefix_line_names_what_may_follow():
    """G says where it can go."""
    line, end = prefix_line("g", Keys({}), 200)
    words = "".join(part.text for part in (*line, *end))
    assert "u unread" in words
    assert "k known" in words
    assert words.endswith("Esc ends")


def test_the_prefix_line_says_how_to_see_what_has_no_room():
    """On a narrow screen the most wanted, and the key for all."""
    line, end = prefix_line("g", Keys({}), 80)
    assert width_of((*line, *end)) <= 80
    words = "".join(part.text for part in (*line, *end))
    assert "u unread" in words
    assert words.endswith("? all")
