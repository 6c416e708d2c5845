"""Pages that stand in front of the article: rows of what paywalls, consent walls and bot walls say."""

from __future__ import annotations

import re

# what the page says → it wants to know whether a person is there
_BOTS = re.compile(
    r"just a moment\.\.\.|checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are "
    r"(?:a )?human|are you a (?:robot|human)|enable javascript and cookies to continue|pardon our interruption|"
    r"unusual (?:traffic|activity) from your|access (?:to this page has been )?denied|please complete the security "
    r"check|confirm (?:that )?you are (?:a )?human|press (?:&|and) hold to confirm|you have been blocked|"
    r"request unsuccessful\. incapsula|attention required! \| cloudflare|prove (?:that )?you(?:[’']re|"
    r" are) not a robot",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue(?: to)?|we value your privacy|we and our (?:\d+ )?(?:partners|vendors)|"
    r"nous et nos (?:\d+ )?partenaires|wir und unsere (?:\d+ )?partner|accept (?:all )?(?:cookies )?(?:and|"
    r"to) continue|"
    r"continuer sans accepter|mit werbung weiterlesen|nosotros y nuestros (?:\d+ )?socios|your privacy choices|"
    r"noi e i nostri (?:\d+ )?partner|zustimmen und weiter|accetta e continua|aceptar y continuar|"
    r"manage your (?:cookie|privacy) (?:preferences|settings)",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read)|to (?:continue|keep) reading[^.]{0,60}(?:subscribe|sign in|log in|"
    r"register|account)|(?:this|the full) (?:article|story|content) is (?:only |exclusively )?(?:available )?(?:for|"
    r"to) "
    r"(?:paid |paying |our )?(?:subscribers|members)|already (?:a )?(?:subscriber|subscribed|a member)\?|"
    r"subscribers? only|"
    r"subscriber[- ]exclusive|you(?:[’']ve| have) (?:reached|read) (?:your|all)[^.]{0,60}(?:free )?articles?|"
    r"unlock this (?:article|story)|become a (?:subscriber|member) to read|"
    r"(?:la suite|cet article|article) (?:est )?réservée? (?:à nos|aux) abonnés|"
    r"il vous reste [\d.,]+ ?% de cet article|"
    r"déjà abonné|abonnez-vous pour (?:lire|continuer)|"
    r"(?:dieser (?:artikel|beitrag|inhalt)|weiterlesen)[^.]{0,40}(?:nur für abonnent|mit [^.]{0,20}abo|exklusiv für)|"
    r"jetzt (?:abo|abonnieren|weiterlesen mit)|bereits (?:abonnent|kunde)|"
    r"(?:contenido|artículo|noticia) (?:exclusiv[oa] )?(?:solo )?para (?:suscriptores|socios)|"
    r"suscríbete para (?:leer|seguir)|"
    r"(?:contenuto|articolo) riservato agli abbonati|abbonati per (?:leggere|continuare)|"
    r"(?:conteúdo|matéria) exclusiv[oa] para assinantes|assine para (?:ler|continuar)|"
    r"alleen voor abonnees|endast för prenumeranter|kun for abonnenter|tylko dla prenumeratorów|abonelere özel|"
    r"только для подписчиков|оформите подписку, чтобы|للمشتركين فقط|"
    r"会員限定|有料会員|この記事は有料|残り[\d,,]+文字|订阅后|付费(?:阅读|内容)|(?:仅限|僅限|只限)(?:会员|會員|订户|訂戶)|"
    r"(?:登录|登入)(?:后|後)(?:继续|繼續)?(?:阅读|閱讀)|訂閱(?:後|即可)|유료 ?(?:회원|구독)|구독자 ?전용",
    re.IGNORECASE,
)
WALL_TEXT = 2_500
"""Characters of all text of a page that is nothing but a wall."""
TEASER = 1_500
"""Characters of article from which on an offer to subscribe is an offer, no wall…"""
WHOLE = 3_500
"""…unless they stand in FEW paragraphs; from here on in any case."""
FEW = 4
_IDEOGRAPHS = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_DENSE = 1.5
"""Letters that a character of Chinese, Japanese or Korean says more than one letter of an alphabet does."""


def wall(title: str, text: str, article: str, paragraphs: int, free: bool | None) -> str:
    """What stands between the reader and the article, in words; "" for nothing.

    `text` is all the page says, `article` what was found of the article, in `paragraphs` paragraphs; `free` what the
    page says of itself.
    """
    if len(text) < WALL_TEXT and (_BOTS.search(title) or _BOTS.search(text)):
        return "The publisher's site asks whether you are a person; o opens it in the browser"
    if len(article) < 400 and len(text) < 4 * WALL_TEXT and _CONSENT.search(text):
        return "The publisher's site asks for consent first; o opens it in the browser"
    offered = _PAYWALL.search(text) is not None
    long = len(article) + _DENSE * len(_IDEOGRAPHS.findall(article))
    few = long < TEASER or (paragraphs <= FEW and long < WHOLE)
    if few and free is not True and (offered or free is False):
        return _shown(paragraphs)
    return ""


def is_closed(notice: str) -> bool:
    """Whether a wall is all that the page is, so that nothing in it may be taken for the article."""
    return notice.startswith("The publisher's site asks")


def _shown(paragraphs: int) -> str:
    if paragraphs < 1:
        return "The publisher shows this article to subscribers only"
    if paragraphs == 1:
        return "The publisher shows the first paragraph"
    return f"The publisher shows the first {paragraphs} paragraphs"
