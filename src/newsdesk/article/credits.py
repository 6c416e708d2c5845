"""Who made a picture, told apart from what it shows: rows of patterns at the ends of captions."""

from __future__ import annotations

import re

from newsdesk.article.dom import names
from newsdesk.model.blocks import Run, Runs, runs_text

AGENCIES = names(
    "AFP AP Reuters EPA EFE DPA ANSA ANP APA Belga TASS Kyodo Xinhua Yonhap PTI ANI PA Bloomberg Shutterstock iStock "
    "Alamy Unsplash Pexels Pixabay Flickr NASA ESA NOAA Sipa Abaca Hans~Lucas MAXPPP Anadolu Zuma Corbis Wikimedia "
    "Getty~Images Getty AP~Photo Associated~Press The~Associated~Press Press~Association Keystone Imago Magnum "
    "NurPhoto picture~alliance Agence~France-Presse Adobe~Stock UPI Rex Rex~Features Handout WireImage FilmMagic"
)
_AGENCY = "|".join(re.escape(name.replace("~", " ")).replace(r"\ ", r"\s") for name in sorted(AGENCIES))
_LABEL = (
    r"(?:photo(?:graph|graphie|graphy)?s?|image|picture|illustration|credits?|crédits?|foto(?:grafía|grafia)?|bild|"
    r"(?:photo|image|picture|foto|bild)[- ]?(?:credits?|courtesy|source|quelle|crédit)|crédit(?:s)? (?:photo|image)s?|"
    r"courtesy|source|quelle|fuente|fonte|copyright|фото|写真|图)"
)


def _tried(*rows: tuple[tuple[str, ...], str]) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    """Patterns, each with the signs of which a text must have one, in lower case, to be worth looking at."""
    return tuple((signs, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for signs, pattern in rows)


_CREDITS = _tried(
    # (Photo by Name / Agency), [AP Photo/Name], (Reuters)
    (
        (")", "]"),
        rf"[(\[](?P<credit>(?:{_LABEL}\b\s?(?:by\b|:|/|©|from\b|courtesy\b)?|AP Photo|©|via)[^()\[\]]{{1,160}}|"
        rf"(?:[^()\[\]]{{0,80}}[/|,]\s?)?(?:{_AGENCY})(?:\s?[/|,][^()\[\]]{{0,80}})?)[)\]]\s*\.?$",
    ),
    # © Name, Agency
    (("©", "(c)", "copyright"), r"(?:^|[\s.|–—-])(?P<credit>(?:©|\(c\)|copyright\b:?)\s?[^©\n]{2,160})$"),
    # Photograph: Name/Agency
    ((":", "©", "by"), rf"(?:^|[.!?”\"»)\n|–—]\s?|\s{{2}})(?P<credit>{_LABEL}\s?(?::|©|by\s)\s?[^\n]{{2,160}})$"),
)
_AGENCY_CREDITS = _tried(
    # … Name/Agency at the end, after a full sentence or a bar
    (
        ("/", "|"),
        rf"(?:^|[.!?”\"»)\n|–—](?:\s|(?=[A-Z][a-z])))(?P<credit>(?:[^\s./|]+\s){{0,5}}?[^\s/|]*\s?[/|]\s?(?:[^./|]{{1,40}}[/|]\s?)?"
        rf"(?:{_AGENCY})(?:\s?[/|][^./]{{1,40}})?)\.?$",
    ),
    (("",), rf"(?:^|[.!?”\"»)\n|–—]\s)(?P<credit>(?:{_AGENCY})(?:\s?[/|]\s?[^./]{{1,40}})?)\.?$"),
)
"""Those that name an agency, in the same way."""
_NAMED = tuple({name.partition("~")[0].lower() for name in AGENCIES})
"""How agencies' names begin."""
_PREFIX = re.compile(
    rf"^(?:{_LABEL}(?:\s(?:by|von|de|di|por))?\s?:\s?|photo by\s|image by\s|photograph by\s|(?:image|photo) credit:?\s|"
    r"(?:image |photo )copyright\s|(?:image |photo )?source,\s|(?:image |photo )?caption,\s)",
    re.IGNORECASE,
)
_LONGEST = 1_500


def split_credit(caption: Runs) -> tuple[Runs, str]:
    """The caption without a counter before it and the credit at its end, and that ("" where none is told apart)."""
    caption = without_counter(caption)
    text = runs_text(caption)
    if not text or len(text) > _LONGEST:
        return caption, ""
    lower = text.lower()
    tried = _CREDITS + _AGENCY_CREDITS if any(map(lower.__contains__, _NAMED)) else _CREDITS
    for signs, pattern in tried:
        if any(map(lower.__contains__, signs)) and (found := pattern.search(text)):
            return cut_runs(caption, found.start("credit")), tidy_credit(found["credit"])
    return caption, ""


_COUNTER = re.compile(
    r"(?:(?:image|photo|slide|bild|foto)\s\d{1,3}\s?(?:of|/|von|de|sur)\s?\d{1,3}|\d{1,3}of\d{1,3})\s?[:.|–—-]?\s*",
    re.IGNORECASE,
)
"""The number of a gallery's picture, where its page sets it before the caption."""


def without_counter(caption: Runs) -> Runs:
    """The caption without "1of4" before it."""
    found = _COUNTER.match(caption[0].text) if caption else None
    if found is None or (len(caption) == 1 and found.end() == len(caption[0].text)):
        return caption
    rest = caption[0].text[found.end() :]
    return (Run(rest, caption[0].style, caption[0].link), *caption[1:]) if rest else caption[1:]


def tidy_credit(text: str) -> str:
    """A credit without label and brackets: "Photograph: A B/Agency" → "A B/Agency"; © stays."""
    text = text.strip(" \n()[]|–—-")
    return _PREFIX.sub("", text).strip(" .|") or text


def cut_runs(runs: Runs, length: int) -> Runs:
    """The first `length` characters of runs, without what joined them to the rest."""
    kept: list[Run] = []
    for run in runs:
        if length <= 0:
            break
        kept.append(Run(run.text[:length], run.style, run.link))
        length -= len(run.text)
    while kept:
        last = kept.pop()
        text = last.text.rstrip(" \n([|–—-")
        if text:
            return (*kept, Run(text, last.style, last.link))
    return ()
