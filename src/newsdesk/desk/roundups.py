"""Titles that tell no one event, known by their form: round-ups, puzzle pages, and the stock titles of test feeds."""

from __future__ import annotations

import re

from newsdesk.words import fold

_DAY = "(?:morning|afternoon|evening|nightly|daily|weekly|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_PIECE = "(?:briefing|brief|briefs|digest|round ?-?up|newsletter|wrap|wrap-?up|edition|headlines|bulletin|recap)"
_NUMBER = "(?:[3-9]|\\d{2}|three|four|five|six|seven|eight|nine|ten|twelve)"
_THING = "(?:things|stories|headlines|must-reads|reads|numbers|photos|pictures|links)"
_FORMS = re.compile(
    rf"""
    (?:the\ |your\ |our\ |this\ )?{_DAY}(?:\ news)?\ {_PIECE}\b   # Morning briefing: …
    | (?:the\ )?(?:world\ |local\ |business\ |sport(?:s)?\ )?news\ (?:in\ brief|briefs?|digest|round-?up|wrap|quiz)\b
    | .*\ [-–—|]\ (?:\w+\ ){{0,2}}news\ briefs\b                   # Suspect held – South African News Briefs
    | (?:world|business|sports?|politics|tech|science)\ (?:briefs?|digest|round-?up)\b
    | (?:the\ )?{_NUMBER}\ {_THING}\ to\ (?:know|watch|read|see|do)\b\W*(?:$|today|tonight|this|before|for|on\ \w+day)
    | (?:the\ )?{_NUMBER}\ {_THING}\ (?:for|from|of|in)\ (?:you|your|the\ (?:day|week|weekend|morning)|today|\w+day)\b
    | (?:what\ (?:else\ )?(?:is\ )?(?:happening|you\ missed)|in\ (?:other|case\ you\ missed\ it))\b
    | (?:all\ of\ \w+\ )today\b                                   # All of Africa Today
    | (?:today|yesterday|week|month)\ in\ (?:pictures|photos|brief|review|history|cartoons)\b
    | (?:the\ )?week\ ahead\b
    | (?:politics|markets?|stock\ market|business|sports?|football|news)(?:\ \w+)?\ live\b    # of a day, not an event
    | (?:live\ ?blog|newsticker)\b
    | (?:the\ )?(?:\w+\ )?(?:crossword|sudoku|wordle|quiz|puzzles?|horoscope)\ *(?:no\b|\#|:|-|–|\d|answers?|hints?|$)
    | (?:magazine|puzzle|crossword|quiz|sudoku)\ (?:solutions?|answers?)\b
    | (?:das\ wichtigste|der\ tag|die\ nacht|die\ woche)\ (?:in\ kurze|am|im\ uberblick|kompakt|vom)\b
    | (?:l['’]essentiel|les\ titres|la\ revue\ de\ presse|le\ journal\ de)\b
    | (?:las\ noticias\ (?:del|de)|resumen\ (?:del|de\ la)|el\ dia\ en)\b
    | (?:утренний|вечерний)\ (?:дайджест|выпуск)|главное\ за\b
    """,
    re.VERBOSE,
)
_STOCK = re.compile(
    r"(?=.*\b(?:items?|entry|entries|posts?|title|test|testing|example|sample|dummy|placeholder|untitled|lorem|hello)\b)"
    r"(?:\W*\b(?:the|a|an|my|your|this|is|of|no|first|second|third|fourth|fifth|last|new|one|two|three|items?|entry|entries|"
    r"posts?|title|article|story|feed|rss|atom|test|testing|example|sample|dummy|placeholder|untitled|hello|world|lorem|"
    r"ipsum|dolor|sit|amet|number|blog|with|without|\d+)\b)+\W*"
)
_LONGEST = 160
"""Characters of a title that are looked at."""


def is_roundup(title: str) -> bool:
    """Whether a title is that of a page which gathers several events, or none; a live blog of one event is none."""
    folded = fold(title[:_LONGEST])
    return bool(_FORMS.match(folded) or _STOCK.fullmatch(folded.replace("_", " ")))
