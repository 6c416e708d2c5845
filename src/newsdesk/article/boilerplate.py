"""What sites put around and into their articles that is no part of them: rows of data, and how they are matched."""

from __future__ import annotations

import re
from functools import lru_cache

from newsdesk.article.dom import Element, names, text_of

# Words of class names and ids, each matched as a whole part of a name ("share-bar", "js_share", "shareBar").
_FURNITURE = (
    # share bars and follow buttons
    "share share-?bar share-?buttons? share-?tools? share-?links? sharing sharedaddy sd-sharing.* addtoany.* "
    "a2a_kit social social-?share social-?media social-?links? social-?bar socials feedflare post-?share "
    "follow-?us like-?button jp-post-flair wpcnt heateor.* essb.* sassy.* addthis.* st-inline-share.* mashsb.*",
    # newsletters, subscriptions, appeals
    "newsletter newsletter-?(?:box|form|promo|signup|sign-up|cta|widget|block|embed|inline)?.* sign-?up signup-?form "
    "subscribe subscribe-?(?:box|form|widget|cta) subscription-?(?:widget|promo)? mc4wp.* mailchimp mc_embed.* "
    "email-?signup donate donation donation-?.* patreon-?.* membership-?promo app-?promo promo-?box convertkit.*",
    # what else to read
    "related related-?(?:posts?|articles?|stories|content|links|news|box|topics|coverage|items?|reading) "
    "relatedposts jp-relatedposts yarpp.* read-?more read-?next read-?also more-?(?:stories|from|news|on|like-?this) "
    "recommended recommendations? recirc.* outbrain.* ob-widget taboola.* trc_.* zergnet.* most-?(?:read|popular) "
    "trending you-?may-?(?:also-?)?like up-?next crp_related see-?also-?box",
    # advertisements
    "ad ads advert advertisement advertising ad-?(?:slot|container|wrapper|unit|label|placeholder|break) adsbygoogle "
    "google-?ads? dfp.* gpt-?ad.* sponsored sponsored-?.* promoted teads.*",
    # page furniture
    "breadcrumbs? pagination pager post-?nav(?:igation)? nav-?links skip-?link screen-?reader-?text sr-only "
    "visually-?hidden visuallyhidden tags? tag-?(?:list|links|cloud) post-?tags entry-?tags print-?only toolbar "
    "comments? comments?-?(?:section|form|list|area|count|link|respond|wrapper) disqus.* respond cookie-?.* gdpr.* "
    "consent-?.* edit-?link mw-editsection noprint author-?(?:box|bio|card) about-?(?:the-?)?author "
    "post-?meta entry-?meta widget widget-?area site-?footer site-?header table-of-contents toc",
)
_PARTS = "|".join(" ".join(_FURNITURE).split())
_NAMED = re.compile(rf"(?:^|\s)(?:[a-z0-9]+(?:__|--|[-_]))?(?:{_PARTS})(?:(?:__|--|[-_])[a-z0-9]+)?(?=\s|$)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

# Parts of class names that in a whole page, among much else, are enough to tell a box beside the article.
_TELLING = names(
    "related recirc recirculation newsletter newsletters promo promos outbrain taboola advert advertisement ads "
    "sponsored share sharing social recommended recommendations recommend trending popular comments disqus cookie "
    "cookies breadcrumb breadcrumbs subscribe subscription signup tags taglist topics byline bylines timestamp "
    "dateline pubdate author authors readmore morefrom more tooltip popup modal overlay navigation menu sidebar "
    "footer toolbar sharebar hidden invisible teaser teasers carousel slideshow gallery rail widget ad adslot print "
    "flyout paywall interstitial disclaimer copyright"
)
_SEPARATORS = re.compile(r"[\s_-]+")

_COMMENTS = re.compile(
    r"(?:^|\s)(?:comments|comments?[-_](?:list|section|area|thread|container|wrap\w*)|disqus\w*)(?=\s|$)", re.IGNORECASE
)
COMMENTED = 200
"""Letters of a text that there must be for comments to be on it."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)

CARD = 40
"""Characters: a shorter text with links behind a link is a row of references."""
SMALL = 700
"""Characters: a larger element is kept whatever its name says, because names lie."""

# Paragraphs that are furniture by what they say, from their first word to their last.
_SAYINGS = (
    r"the post .{1,400} (?:first )?appeared (?:first )?on .{1,200}",
    r"(?:l[’']article|cet article) .{1,400} est apparu en premier sur .{1,200}",
    r"(?:la entrada|el cargo|el artículo) .{1,400} (?:apareció primero|se publicó primero) en .{1,200}",
    r"der (?:beitrag|artikel) .{1,400} erschien zuerst auf .{1,200}",
    r"(?:l[’']articolo) .{1,400} (?:proviene da|sembra essere il primo su) .{1,200}",
    r"(?:o post|o artigo) .{1,400} apareceu primeiro em .{1,200}",
    r"this (?:article|post|story|entry) (?:was )?(?:originally |first )?appeared (?:first )?(?:on|at|in) .{1,200}",
    r"[\[(]?(?:read (?:more|on|the (?:full|whole|rest)(?: of (?:the|this))? ?(?:article|story|post|entry)?)|"
    r"continue reading|keep reading|full (?:article|story)|more|lire la suite|en savoir plus|lire plus|"
    r"leer más|seguir leyendo|weiterlesen|mehr (?:lesen|dazu)|leggi (?:tutto|di più)|continua a leggere|"
    r"leia mais|lees (?:meer|verder)|läs mer|czytaj (?:więcej|dalej)|читать (?:далее|дальше|полностью)|"
    r"続きを読む|阅读全文)(?: (?:on|at|about|from) .{1,80})?[\])]?\s*[.…»→›>]*",
    r"(?:continue reading|lire la suite(?: de)?|weiterlesen) [“\"«„]?.{1,200}(?:…|\.\.\.|→|»|”)",
    r"(?:(?:share|tweet|email|print|facebook|twitter|linkedin|whatsapp|telegram|reddit|copy link|partager|compartir|"
    r"teilen|condividi)(?:[\s,|·/]+(?:pin|save|like|x|pocket|on|by|via|this|to)\b)*[\s,|·/]*)+",
    r"(?:share this|share on|share via|follow us(?: on)?|like us on|join us on|suivez-nous|síguenos|folgen sie uns)"
    r"\b.{0,120}",
    r"(?:sign up|subscribe|register) (?:here )?(?:to|for) .{0,60}(?:newsletter|mailing list|e-?mails?|updates|alerts)"
    r".{0,160}",
    r"(?:get|receive) .{0,60}(?:newsletter|delivered to your inbox|in your inbox|straight to your inbox).{0,120}",
    r"(?:inscrivez-vous|abonnez-vous) à (?:notre|nos|la) newsletter.{0,160}",
    r"(?:we|this (?:web)?site|nous|ce site) (?:use|uses|utilisons|utilise) cookies\b.{0,300}",
    r"by (?:continuing|using) .{0,60} you (?:agree|consent) to .{0,60}cookies.{0,200}",
    r"advert|advertisement|advertising|publicité|publicidad|anzeige|werbung|pubblicità|реклама|广告",
    r"(?:article continues|story continues|continues) (?:below|after)(?: (?:this |the )?(?:ad\w*|promotion|newsletter"
    r" promotion))?",
    r"skip past newsletter promotion|after newsletter promotion|scroll to continue.{0,60}|skip to (?:main )?content",
    r"(?:please )?(?:enable|turn on|activate) javascript.{0,160}",
    r".{0,60}javascript (?:is )?(?:required|disabled).{0,120}",
    r"sign up (?:to|for) [^.]{2,60}|privacy notice: newsletters may contain.{0,600}",
    # a content system's shortcode that its feed left unexpanded: [video id="12"]
    r"\[[a-z][\w-]{1,40}(?: [\w-]{1,40}=[\"'“”‘’″][^\]]{0,200})+\]",
    r"\d* ?comments?(?: \(\d+\))?|leave a comment|permalink|comment on this (?:post|story|article)",
)
# For text in lower case: where case is to be ignored, the engine tries every alternative one by one.
_SAYING = re.compile(rf"\W*(?:{'|'.join(_SAYINGS)})\W*", re.DOTALL)
# In whole pages: the buttons of galleries, players and share bars. An entry's body of one such word may be a poem.
_BUTTON = re.compile(
    r"(?:image|photo|slide|bild|foto) \d+ (?:of|de|von|/)(?: ?/)? \d+|caption|close|text size|"
    r"(?:show|hide|toggle) captions?|loading(?: video)?|"
    r"(?:play|watch|view) (?:video|gallery|slideshow)|image copyright .{2,60}|"
    r"(?:view|show|read|see) (?:all )?\d* ?comments|"
    r"(?:like|enjoyed?) this (?:story|article|post)\?.{0,80}|share (?:it|this)? ?with (?:a friend|your friends)!?",
    re.IGNORECASE,
)
LONGEST_BUTTON = 160
LONGEST_SAYING = 700
"""Characters above which no paragraph is furniture by what it says."""


@lru_cache(maxsize=4096)
def is_furniture_name(classes: str) -> bool:
    """Whether class names and an id say: not part of the article."""
    return _NAMED.search(_CAMEL.sub("-", classes[:400]).lower()) is not None


@lru_cache(maxsize=4096)
def is_telling_name(classes: str) -> bool:
    """Whether a part of a class name or id is one of those that boxes beside an article in a page bear."""
    parts = _SEPARATORS.split(_CAMEL.sub("-", classes[:400]).lower())
    return not _TELLING.isdisjoint(parts)


def is_hidden(element: Element) -> bool:
    """Whether an element is not shown by browsers, as far as its own attributes say."""
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDDEN.search(style) is not None


def is_furniture(element: Element, in_page: bool = False) -> bool:
    """Whether an element's class or id says that it is a share bar, a newsletter box, an advertisement…"""
    attributes = element.attrib
    own = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if own == " ":
        return False
    return is_furniture_name(own) or (in_page and is_telling_name(own))


def is_card(element: Element) -> bool:
    """Whether an element is the card that pointing at a link opens: it stands right behind one, and holds several."""
    before = element.getprevious()
    if before is None or before.tag != "a" or (before.tail and not before.tail.isspace()):
        return False
    links = element.findall(".//a")
    return len(links) > 1 and len(text_of(element)) > CARD


def is_comments(element: Element) -> bool:
    """Whether an element holds what readers wrote, by its whole name: "comments-open" is an article's."""
    return _COMMENTS.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def is_small(element: Element, limit: int) -> bool:
    """Whether the text below an element is shorter than a number of characters."""
    size = 0
    for text in element.itertext():
        size += len(text)
        if size > limit * 4:
            return False
    return size < limit or len(text_of(element)) < limit


def is_saying(text: str) -> bool:
    """Whether a paragraph is furniture by what it says ("The post X appeared first on Y")."""
    return len(text) <= LONGEST_SAYING and _SAYING.fullmatch(text.lower()) is not None


def is_button(text: str) -> bool:
    """Whether a paragraph of a page is the label of a button, or what stands beside one."""
    return len(text) <= LONGEST_BUTTON and _BUTTON.fullmatch(text.strip()) is not None


_BEACONS = names(
    "feedburner.com/~ feedsportal.com pheedo doubleclick.net /pixel. /pixel/ /pixel? pixel.wp pixel.quantserve "
    "stats.wordpress stats.wp.com /b.gif /1x1. /1x1_ /spacer.gif /blank.gif /transparent.gif /transparent.png "
    "scorecardresearch google-analytics /beacon rss.buysellads assoc-amazon /trk? /open.php? "
    "a.rfihub segment-data.zqtk rc.feedsportal republication-tracker-tool counter.theconversation /count.gif"
)


def is_beacon(url: str) -> bool:
    """Whether a picture's address is one of a tracker."""
    url = url.lower()
    return any(map(url.__contains__, _BEACONS)) or ("feeds.feedburner.com/" in url and "/~4/" in url)
