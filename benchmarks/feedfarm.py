#!/usr/bin/env python3
"""feedfarm: a deterministic farm of news feeds on the loopback interface.

It invents a number of news sites (RSS 2.0, Atom and RDF; ten languages), and
serves their feeds, article pages and images over HTTP/1.1 with keep-alive, so
that a news reader can be developed, tested and benchmarked without touching
the network.  One file, standard library only, Python 3.11+.

    feedfarm.py --feeds 500 --entries 40 --port 0 --etag --opml farm.opml
    feedfarm.py --feeds 500 --entries 40 --write DIR

When it is ready it prints one line of JSON on stdout::

    {"ready": true, "base": "http://127.0.0.1:40123", "port": 40123, ...}

Everything is a function of ``--seed`` (and of ``--now`` for the dates): the
same arguments give the same sites, headlines and bodies.

Routes:

    /feed/N.xml          feed N; 304 where --etag or --last-modified is on and the request is conditional
    /site/N/             its home page, with feed autodiscovery
    /article/N/M.html    a full page, with navigation and clutter
    /img/K.png           a small picture
    /opml, /bad.opml     subscription lists: all sites; every route that misbehaves
    /truth.json          story id -> the links that tell it
    /bad, /bad/NAME      misbehaviour, one function each below
    POST /tick?share=0.05&new=3&seconds=1800
                         move the clock; that share of the feeds gets so many new entries
    GET /stats, POST /reset
                         counters of requests, answers, bytes, gaps and connections
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import gzip
import hashlib
import html
import json
import math
import os
import random
import signal
import socket
import ssl
import struct
import sys
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

# --------------------------------------------------------------------------
# Words.  A sentence is subject + verb + object + tail, joined the way the
# language joins words.  That is enough for text that wraps, sorts, searches
# and measures (wide, right-to-left, combining) like the real thing.
# --------------------------------------------------------------------------


@dataclass(frozen=True)
class Language:
    """Word lists of one language, and how its words become a sentence."""

    code: str
    weight: int
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    tails: tuple[str, ...]
    sections: tuple[str, ...]
    space: str = " "
    stop: str = "."
    verb_last: bool = False

    def sentence(self, subject: str, verb: str, obj: str, tail: str) -> str:
        """Order the four parts as this language does, without a full stop."""
        parts = (subject, tail, obj, verb) if self.verb_last else (subject, verb, obj, tail)
        return self.space.join(part for part in parts if part)


def _words(text: str) -> tuple[str, ...]:
    """Split a ``a | b | c`` list."""
    return tuple(part.strip() for part in text.split("|"))


LANGUAGES = (
    Language(
        "en",
        10,
        _words(
            "The finance ministry | City council | A coalition of farmers | The central bank | "
            "Researchers | Harbour authorities | The prime minister | Two teachers’ unions | "
            "An appeals court | The national team | Rescue crews | The chip maker | "
            "Health officials | Opposition leaders | The rail operator | Archaeologists"
        ),
        _words(
            "approves | questions | delays | unveils | rejects | publishes | defends | "
            "abandons | expands | investigates | celebrates | warns about | negotiates | reviews"
        ),
        _words(
            "the new water tariff | a plan for night trains | the coastal flood barrier | "
            "an offshore wind auction | the school lunch programme | its hospital rebuild | "
            "a record grain harvest | the lithium mine | the data-centre tax | a ferry contract | "
            "the housing levy | a vaccine trial | the stadium roof | an ancient shipwreck | "
            "the border checkpoint | its quarterly forecast"
        ),
        _words(
            "after weeks of protest | ahead of the vote | despite the drought | in a late-night session | "
            "as prices climb | with backing from the regions | for the first time since 1987 | "
            "following a leaked report | amid staff shortages | before the winter"
        ),
        _words("World | Politics | Business | Science | Culture | Sport | Technology | Opinion"),
    ),
    Language(
        "de",
        3,
        _words(
            "Das Finanzministerium | Der Stadtrat | Die Notenbank | Ein Forschungsteam | Die Hafenbehörde | "
            "Die Bundeskanzlerin | Das Verwaltungsgericht | Der Bahnkonzern | Die Gewerkschaft | Der Wetterdienst"
        ),
        _words("billigt | verschiebt | prüft | verteidigt | verwirft | veröffentlicht | kritisiert | plant | begrüßt"),
        _words(
            "den neuen Wassertarif | das Nachtzugkonzept | die Küstenschutzmauer | die Windkraftausschreibung | "
            "das Krankenhausbauprogramm | die Rekordernte | den Fährvertrag | die Wohnungsbauabgabe | "
            "die Impfstoffstudie | das Donaudampfschifffahrtsmuseum"
        ),
        _words(
            "nach wochenlangen Protesten | kurz vor der Wahl | trotz Dürre | in einer Nachtsitzung | "
            "mit Rückhalt der Länder | erstmals seit 1987 | wegen Personalmangels | vor dem Winter"
        ),
        _words("Ausland | Politik | Wirtschaft | Wissen | Kultur | Sport"),
    ),
    Language(
        "fr",
        3,
        _words(
            "Le ministère des Finances | Le conseil municipal | La banque centrale | Une équipe de chercheurs | "
            "La Première ministre | La cour d’appel | L’opérateur ferroviaire | Les syndicats | Les pompiers"
        ),
        _words("approuve | reporte | dévoile | rejette | défend | publie | conteste | abandonne | étudie"),
        _words(
            "le nouveau tarif de l’eau | un plan pour les trains de nuit | la digue côtière | "
            "l’appel d’offres éolien | la rénovation de l’hôpital | une récolte record | "
            "le contrat des ferries | la taxe sur le logement | l’essai d’un vaccin | l’épave antique"
        ),
        _words(
            "après des semaines de manifestations | avant le scrutin | malgré la sécheresse | "
            "lors d’une séance nocturne | sur fond de hausse des prix | pour la première fois depuis 1987 | "
            "faute de personnel | avant l’hiver"
        ),
        _words("Monde | Politique | Économie | Sciences | Culture | Sports"),
    ),
    Language(
        "es",
        3,
        _words(
            "El Ministerio de Hacienda | El ayuntamiento | El banco central | Un equipo de científicas | "
            "La primera ministra | El tribunal de apelación | La operadora ferroviaria | Los sindicatos"
        ),
        _words("aprueba | aplaza | presenta | rechaza | defiende | publica | cuestiona | amplía | investiga"),
        _words(
            "la nueva tarifa del agua | un plan de trenes nocturnos | el dique costero | "
            "la subasta eólica | la reforma del hospital | una cosecha récord | el contrato del ferry | "
            "el impuesto a la vivienda | el ensayo de la vacuna | el naufragio antiguo"
        ),
        _words(
            "tras semanas de protestas | antes de la votación | pese a la sequía | en una sesión nocturna | "
            "con el apoyo de las regiones | por primera vez desde 1987 | por falta de personal"
        ),
        _words("Mundo | Política | Economía | Ciencia | Cultura | Deportes"),
    ),
    Language(
        "pt",
        1,
        _words(
            "O Ministério da Fazenda | A câmara municipal | O banco central | Uma equipe de pesquisadores | "
            "A primeira-ministra | O tribunal | A operadora ferroviária | Os sindicatos"
        ),
        _words("aprova | adia | apresenta | rejeita | defende | publica | questiona | amplia"),
        _words(
            "a nova tarifa de água | o plano de trens noturnos | a barreira costeira | o leilão eólico | "
            "a reforma do hospital | uma safra recorde | o contrato das balsas | o imposto habitacional"
        ),
        _words(
            "após semanas de protestos | antes da votação | apesar da seca | em sessão noturna | "
            "pela primeira vez desde 1987 | por falta de pessoal"
        ),
        _words("Mundo | Política | Economia | Ciência | Cultura | Esportes"),
    ),
    Language(
        "ru",
        2,
        _words(
            "Министерство финансов | Городской совет | Центральный банк | Группа исследователей | "
            "Премьер-министр | Апелляционный суд | Железнодорожный оператор | Профсоюзы"
        ),
        _words("одобряет | откладывает | представляет | отклоняет | защищает | публикует | проверяет | расширяет"),
        _words(
            "новый тариф на воду | план ночных поездов | береговую дамбу | ветровой аукцион | "
            "реконструкцию больницы | рекордный урожай | договор о паромах | жилищный сбор"
        ),
        _words(
            "после недель протестов | накануне голосования | несмотря на засуху | на ночном заседании | "
            "впервые с 1987 года | из-за нехватки кадров | до наступления зимы"
        ),
        _words("Мир | Политика | Экономика | Наука | Культура | Спорт"),
    ),
    Language(
        "ar",
        2,
        _words(
            "وزارة المالية | مجلس المدينة | البنك المركزي | فريق من الباحثين | رئيسة الوزراء | "
            "محكمة الاستئناف | مشغل السكك الحديدية | النقابات"
        ),
        _words("تقر | تؤجل | تعرض | ترفض | تدافع عن | تنشر | تراجع | توسع"),
        _words(
            "تعرفة المياه الجديدة | خطة القطارات الليلية | الحاجز الساحلي | مزاد طاقة الرياح | "
            "تجديد المستشفى | محصولا قياسيا | عقد العبارات | ضريبة السكن"
        ),
        _words(
            "بعد أسابيع من الاحتجاج | قبيل التصويت | رغم الجفاف | في جلسة ليلية | "
            "للمرة الأولى منذ 1987 | بسبب نقص الموظفين"
        ),
        _words("العالم | سياسة | اقتصاد | علوم | ثقافة | رياضة"),
    ),
    Language(
        "zh",
        2,
        _words("财政部 | 市议会 | 中央银行 | 研究团队 | 总理 | 上诉法院 | 铁路运营商 | 工会 | 港务局 | 卫生部门"),
        _words("批准 | 推迟 | 公布 | 否决 | 捍卫 | 扩大 | 审查 | 放弃"),
        _words(
            "新水价方案 | 夜间列车计划 | 沿海防洪堤 | 海上风电招标 | 医院重建工程 | 创纪录的粮食收成 | "
            "渡轮合同 | 住房税 | 疫苗试验 | 古代沉船"
        ),
        _words("，此前抗议持续数周 | ，投票在即 | ，尽管旱情严重 | ，会议持续至深夜 | ，为1987年以来首次 | ，人手短缺"),
        _words("国际 | 政治 | 财经 | 科学 | 文化 | 体育"),
        space="",
        stop="。",
    ),
    Language(
        "ja",
        2,
        _words("財務省は | 市議会は | 中央銀行は | 研究チームは | 首相は | 控訴裁判所は | 鉄道会社は | 労働組合は"),
        _words("承認した | 延期した | 発表した | 却下した | 擁護した | 公開した | 拡大した | 見直した"),
        _words(
            "新しい水道料金を | 夜行列車計画を | 沿岸の防潮堤を | 洋上風力の入札を | 病院の建て替えを | "
            "記録的な収穫を | フェリー契約を | 住宅税を"
        ),
        _words(
            "数週間の抗議の後、 | 投票を前に、 | 干ばつにもかかわらず、 | 深夜の会議で、 | "
            "1987年以来初めて、 | 人手不足の中、"
        ),
        _words("国際 | 政治 | 経済 | 科学 | 文化 | スポーツ"),
        space="",
        stop="。",
        verb_last=True,
    ),
    Language(
        "hi",
        1,
        _words("वित्त मंत्रालय ने | नगर परिषद ने | केंद्रीय बैंक ने | शोधकर्ताओं ने | प्रधानमंत्री ने | न्यायालय ने | रेल विभाग ने"),
        _words("मंज़ूरी दी | टाल दिया | पेश किया | ख़ारिज किया | बचाव किया | प्रकाशित किया | जाँचा"),
        _words(
            "नई जल दर को | रात्रि रेल योजना को | तटीय बाँध को | पवन ऊर्जा नीलामी को | अस्पताल के नवीनीकरण को | "
            "रिकॉर्ड फ़सल को | नौका अनुबंध को"
        ),
        _words("हफ़्तों के विरोध के बाद | मतदान से पहले | सूखे के बावजूद | देर रात की बैठक में | 1987 के बाद पहली बार"),
        _words("दुनिया | राजनीति | व्यापार | विज्ञान | संस्कृति | खेल"),
        stop="।",
        verb_last=True,
    ),
)

PLACES = _words(
    "Aldervik | Novara Bay | Kestrel Falls | Ostrava-Süd | São Lourenço | Łęczna | Hạ Vân | "
    "Tórshavn | Grünfeld | Port Amity | Qasr Nur | Mirabel | Yamada | Černá Hora | Lindqvist | "
    "Ballymoor | Dunmere | El Rosario | Vasilikó | Kampung Baru"
)
AUTHORS = _words(
    "Ada Lindqvist | Jürgen Weiß | Chloé Marchand | Tomás Iriarte | Ирина Соколова | سلمى حداد | "
    "林 美咲 | 王小明 | Priya Raghunathan | Seán Ó Faoláin | Nguyễn Thu Hà | Zoë O’Neill"
)
PAPERS = _words("Courier | Tribune | Gazette | Observer | Herald | Post | Chronicle | Dispatch | Monitor | Journal")
AGENCIES = _words("Farm Press | Loopback Images | Null Agency | Echo Photo")

BLOCKS = {"p": 0.62, "p-rich": 0.12, "h2": 0.06, "ul": 0.05, "blockquote": 0.06, "figure": 0.05, "table": 0.04}


def rng_for(*key: object) -> random.Random:
    """A random generator that depends on *key* only (and not on PYTHONHASHSEED)."""
    return random.Random("/".join(map(str, key)))


@cache
def sentence_pool(seed: int, code: str, size: int = 900) -> tuple[str, ...]:
    """Ready-made body sentences of one language."""
    lang = next(lang for lang in LANGUAGES if lang.code == code)
    rng = rng_for(seed, "pool", code)
    return tuple(
        lang.sentence(*map(rng.choice, (lang.subjects, lang.verbs, lang.objects, lang.tails))) + lang.stop
        for _ in range(size)
    )


# --------------------------------------------------------------------------
# The world: sites, their entries, and a clock.
# --------------------------------------------------------------------------


@dataclass
class Entry:
    """One article of one feed.  Rendered anew from the same key, never stored as HTML."""

    feed: int
    serial: int
    title: str
    author: str
    section: str
    published: int
    story: str | None
    summary: str


@dataclass
class FeedStats:
    """What one feed has been asked, and how it answered."""

    requests: int = 0
    ok: int = 0
    not_modified: int = 0
    other: int = 0
    bytes: int = 0
    gzip: int = 0
    conditional: Counter = field(default_factory=Counter)
    user_agents: Counter = field(default_factory=Counter)
    min_interval_s: float | None = None
    last_at: float | None = None

    def as_dict(self) -> dict:
        """JSON form for ``/stats``."""
        return {
            "requests": self.requests,
            "200": self.ok,
            "304": self.not_modified,
            "other": self.other,
            "bytes": self.bytes,
            "gzip": self.gzip,
            "conditional": dict(self.conditional),
            "user_agents": dict(self.user_agents),
            "min_interval_s": self.min_interval_s,
        }


class Feed:
    """One site: its identity, its newest entries and its rendered document."""

    def __init__(self, farm: Farm, number: int) -> None:
        rng = rng_for(farm.seed, "feed", number)
        self.farm = farm
        self.number = number
        self.lang = rng.choices(LANGUAGES, [lang.weight for lang in LANGUAGES])[0]
        self.kind = rng.choices(("rss", "atom", "rdf"), (6, 3, 1))[0]
        self.title = (
            f"The {rng.choice(PLACES)} {rng.choice(PAPERS)}"
            if self.lang.code == "en"
            else f"{rng.choice(PLACES)} {rng.choice(PAPERS)} ({self.lang.code})"
        )
        self.cdata = rng.random() < 0.5
        self.summary_only = rng.random() < farm.summary_only
        self.interval = int(min(86400, max(300, rng.lognormvariate(math.log(7200), 0.9))))
        self.version = 0
        self.updated = farm.now
        self.stats = FeedStats()
        self._body: bytes | None = None
        self._gzip: bytes | None = None
        self.entries = [
            self._entry(serial, farm.now - (farm.entries - serial) * self.interval + rng.randrange(self.interval // 2))
            for serial in range(farm.entries)
        ][::-1]
        if self.entries:
            self.updated = self.entries[0].published

    # -- identity ---------------------------------------------------------

    @property
    def base(self) -> str:
        """Scheme, host and port this site lives at."""
        return self.farm.base_of(self.number)

    @property
    def url(self) -> str:
        """Address of the feed document."""
        return f"{self.base}/feed/{self.number}.xml"

    @property
    def site(self) -> str:
        """Address of the home page."""
        return f"{self.base}/site/{self.number}/"

    @property
    def etag(self) -> str:
        """Strong validator of the current (identity-coded) document."""
        return f'"f{self.number}-s{self.farm.seed}-v{self.version}"'

    def link(self, entry: Entry) -> str:
        """Address of the full article."""
        return f"{self.base}/article/{self.number}/{entry.serial}.html"

    # -- content ----------------------------------------------------------

    def _entry(self, serial: int, published: int) -> Entry:
        """Invent entry number *serial*; some retell a story other feeds carry too."""
        farm, lang = self.farm, self.lang
        rng = rng_for(farm.seed, "entry", self.number, serial)
        story = None
        if rng.random() < farm.story_share:
            bucket, pick = published // 21600, rng.randrange(4)
            story = f"{lang.code}-{bucket}-{pick}"
            told = rng_for(farm.seed, "story", story)
            subject, obj, place = told.choice(lang.subjects), told.choice(lang.objects), told.choice(PLACES)
        else:
            subject, obj, place = rng.choice(lang.subjects), rng.choice(lang.objects), rng.choice(PLACES)
        tail = rng.choice(lang.tails) if rng.random() < 0.6 else ""
        title = lang.sentence(subject, rng.choice(lang.verbs), obj, tail)
        title = f"{place}: {title}" if rng.random() < 0.5 else f"{title} – {place}"
        pool = sentence_pool(farm.seed, lang.code)
        return Entry(
            self.number,
            serial,
            title,
            rng.choice(AUTHORS),
            rng.choice(lang.sections),
            published,
            story,
            f"{lang.sentence(subject, rng.choice(lang.verbs), obj, rng.choice(lang.tails))}{lang.stop} "
            f"{rng.choice(pool)}",
        )

    def image(self, entry: Entry, index: int = 0) -> str:
        """Address of an entry's picture."""
        return f"{self.base}/img/{self.number * 1000 + entry.serial * 7 + index}.png"

    def body(self, entry: Entry) -> str:
        """HTML body of an entry, about ``--content-kb`` long (log-normal spread)."""
        rng = rng_for(self.farm.seed, "body", self.number, entry.serial)
        target = self.farm.content_kb * 1024 * rng.lognormvariate(-0.08, 0.4)
        blocks = [f"<p><strong>{html.escape(entry.summary)}</strong></p>", self._figure(entry, rng, 0)]
        size = sum(len(block.encode()) for block in blocks)
        while size < target:
            block = self._block(entry, rng, len(blocks))
            blocks.append(block)
            size += len(block.encode()) + 1
        return "\n".join(blocks)

    def _figure(self, entry: Entry, rng: random.Random, index: int) -> str:
        pool = sentence_pool(self.farm.seed, self.lang.code)
        return (
            f'<figure><img src="{self.image(entry, index)}" alt="{html.escape(rng.choice(pool))}" width="640" '
            f'height="400"><figcaption>{html.escape(rng.choice(pool))} '
            f'<span class="credit">{rng.choice(AUTHORS)} / {rng.choice(AGENCIES)}</span></figcaption></figure>'
        )

    def _block(self, entry: Entry, rng: random.Random, index: int) -> str:
        """One block element, mostly paragraphs."""
        pool = sentence_pool(self.farm.seed, self.lang.code)
        kind = rng.choices(tuple(BLOCKS), tuple(BLOCKS.values()))[0]
        if kind == "h2":
            return f"<h2>{html.escape(rng.choice(pool))}</h2>"
        if kind == "ul":
            return "<ul>" + "".join(f"<li>{html.escape(s)}</li>" for s in rng.sample(pool, 3)) + "</ul>"
        if kind == "blockquote":
            return f"<blockquote><p>“{html.escape(rng.choice(pool))}”</p><p>— {rng.choice(AUTHORS)}</p></blockquote>"
        if kind == "figure":
            return self._figure(entry, rng, index)
        if kind == "table":
            rows = "".join(
                f"<tr><td>{place}</td><td>{rng.randrange(1000)}</td><td>{rng.random():.1%}</td></tr>"
                for place in rng.sample(PLACES, 4)
            )
            return (
                f"<table><caption>{html.escape(rng.choice(pool))}</caption>"
                f"<thead><tr><th>Place</th><th>2025</th><th>±</th></tr></thead><tbody>{rows}</tbody></table>"
            )
        text = self.lang.space.join(html.escape(s) for s in rng.choices(pool, k=rng.randint(2, 5)))
        if kind == "p-rich":
            return (
                f"<p><em>{html.escape(rng.choice(pool))}</em> {text} "
                f'<a href="{self.base}/article/{self.number}/{rng.randrange(max(1, entry.serial + 1))}.html">'
                f"{rng.choice(PLACES)}</a>.</p>"
            )
        return f"<p>{text}</p>"

    def article(self, serial: int) -> bytes:
        """The full web page of an article: navigation, metadata, body, clutter."""
        entry = next((e for e in self.entries if e.serial == serial), None) or self._entry(serial, self.updated)
        iso = iso_date(entry.published)
        meta = json.dumps(
            {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": entry.title,
                "datePublished": iso,
                "author": {"@type": "Person", "name": entry.author},
                "image": [self.image(entry)],
                "articleSection": entry.section,
            },
            ensure_ascii=False,
        )
        related = "".join(f'<li><a href="{self.link(e)}">{html.escape(e.title)}</a></li>' for e in self.entries[:6])
        menu = "".join(f'<li><a href="{self.site}">{name}</a></li>' for name in self.lang.sections)
        title, rtl = html.escape(entry.title), ' dir="rtl"' if self.lang.code == "ar" else ""
        return f"""<!doctype html>
<html lang="{self.lang.code}"{rtl}><head><meta charset="utf-8"><title>{title} | {self.title}</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="og:image" content="{self.image(entry)}"><meta name="author" content="{entry.author}">
<meta property="article:published_time" content="{iso}"><link rel="canonical" href="{self.link(entry)}">
<link rel="alternate" type="{FEED_TYPES[self.kind]}" title="{self.title}" href="{self.url}">
<script type="application/ld+json">{meta}</script><script>window.adQueue = []; function track() {{ return 1; }}</script>
<style>body {{ font: 16px serif }} .ad {{ color: red }}</style></head>
<body><header><nav><ul>{menu}</ul></nav></header>
<div class="cookie-banner">We value your privacy. <button>Accept all</button></div>
<main><article><span class="section">{entry.section}</span><h1>{title}</h1>
<p class="lead">{html.escape(entry.summary)}</p>
<div class="byline">By <a rel="author" href="{self.site}">{entry.author}</a> <time datetime="{iso}">{iso}</time></div>
{self.body(entry)}
<div class="ad">Advertisement: subscribe now for 1 a month!</div>
<p>{html.escape(" ".join(sentence_pool(self.farm.seed, self.lang.code)[serial % 50 : serial % 50 + 3]))}</p>
</article><aside><h3>Most read</h3><ol>{related}</ol></aside></main>
<footer>© {self.title}. All rights reserved.</footer></body></html>
""".encode()

    def home(self) -> bytes:
        """A home page that advertises the feed."""
        items = "".join(f'<li><a href="{self.link(e)}">{html.escape(e.title)}</a></li>' for e in self.entries[:20])
        return (
            f'<!doctype html><html lang="{self.lang.code}"><head><meta charset="utf-8"><title>{self.title}</title>'
            f'<link rel="alternate" type="{FEED_TYPES[self.kind]}" title="{self.title}" href="/feed/{self.number}.xml">'
            f"</head><body><h1>{self.title}</h1><ul>{items}</ul></body></html>"
        ).encode()

    def document(self) -> bytes:
        """The feed document, rendered once per version."""
        if self._body is None:
            self._body = RENDERERS[self.kind](self).encode()
        return self._body

    def document_gzip(self) -> bytes:
        """The feed document as gzip, compressed once per version."""
        if self._gzip is None:
            self._gzip = gzip.compress(self.document(), 6, mtime=0)
        return self._gzip

    def publish(self, count: int, when: int) -> None:
        """Put *count* new entries on top and drop as many old ones."""
        first = self.entries[0].serial + 1 if self.entries else 0
        for offset in range(count):
            self.entries.insert(0, self._entry(first + offset, when - (count - 1 - offset) * 60))
        del self.entries[max(self.farm.entries, 1) :]
        self.version += 1
        self.updated = when
        self._body = self._gzip = None


class Farm:
    """All the sites, the simulated clock and the counters."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.seed: int = options.seed
        self.entries: int = options.entries
        self.content_kb: float = options.content_kb
        self.story_share: float = options.story_share
        self.summary_only: float = options.summary_only
        self.now = int(options.now)
        self.hosts: int = options.hosts
        self.scheme = "https" if options.tls else "http"
        self.port: int = options.port
        self.base_url: str | None = options.base_url
        self.ticks = 0
        self.feeds = [Feed(self, number) for number in range(options.feeds)]

    def base_of(self, number: int) -> str:
        """Base address of site *number*; sites are dealt out over the hosts."""
        return self.base_url or f"{self.scheme}://127.0.0.{1 + number % self.hosts}:{self.port}"

    def prerender(self, with_gzip: bool) -> None:
        """Render every document now, so that no request pays for it."""
        for feed in self.feeds:
            feed.document_gzip() if with_gzip else feed.document()

    def tick(self, share: float, new: int, seconds: int) -> dict:
        """Advance the clock; *share* of the feeds get *new* entries each."""
        self.ticks += 1
        self.now += seconds
        chosen = rng_for(self.seed, "tick", self.ticks).sample(range(len(self.feeds)), round(share * len(self.feeds)))
        for number in chosen:
            self.feeds[number].publish(new, self.now)
        return {
            "tick": self.ticks,
            "now": iso_date(self.now),
            "changed": sorted(chosen),
            "new_entries": new * len(chosen),
        }

    def opml(self) -> str:
        """All feeds as OPML 2.0, in one folder per language."""
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0"><head><title>feedfarm</title></head><body>',
        ]
        for lang in LANGUAGES:
            feeds = [feed for feed in self.feeds if feed.lang is lang]
            if feeds:
                lines.append(f'<outline text="{lang.code}">')
                lines += [
                    f'<outline type="rss" text="{escape(feed.title)}" title="{escape(feed.title)}" '
                    f'xmlUrl="{feed.url}" htmlUrl="{feed.site}"/>'
                    for feed in feeds
                ]
                lines.append("</outline>")
        return "\n".join([*lines, "</body></opml>", ""])

    def truth(self) -> dict[str, list[str]]:
        """Which links tell the same story (stories with two or more links)."""
        stories: dict[str, list[str]] = {}
        for feed in self.feeds:
            for entry in feed.entries:
                if entry.story:
                    stories.setdefault(entry.story, []).append(feed.link(entry))
        return {story: links for story, links in stories.items() if len(links) > 1}


# --------------------------------------------------------------------------
# Rendering feeds
# --------------------------------------------------------------------------

FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}


def iso_date(stamp: int) -> str:
    """RFC 3339, UTC."""
    return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _encoded(feed: Feed, text: str) -> str:
    """HTML as element content, in a CDATA section or escaped."""
    return f"<![CDATA[{text}]]>" if feed.cdata else escape(text)


def render_rss(feed: Feed) -> str:
    """RSS 2.0 with dc, content, media and atom extensions."""
    items = []
    for entry in feed.entries:
        content = (
            "" if feed.summary_only else f"<content:encoded>{_encoded(feed, feed.body(entry))}</content:encoded>\n"
        )
        items.append(
            f"<item><title>{escape(entry.title)}</title><link>{feed.link(entry)}</link>\n"
            f'<guid isPermaLink="false">farm:{feed.number}:{entry.serial}</guid>'
            f"<pubDate>{formatdate(entry.published, usegmt=True)}</pubDate><dc:creator>{entry.author}</dc:creator>"
            f"<category>{entry.section}</category>\n"
            f"<description>{_encoded(feed, html.escape(entry.summary))}</description>\n"
            f"{content}"
            f'<media:content url="{feed.image(entry)}" medium="image" type="image/png" width="640" height="400">'
            f"<media:credit>{entry.author} / {AGENCIES[entry.serial % len(AGENCIES)]}</media:credit>"
            f"</media:content></item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
        f'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>{escape(feed.title)}</title><link>{feed.site}</link>'
        f'<atom:link rel="self" type="application/rss+xml" href="{feed.url}"/>'
        f"<description>{escape(feed.title)}</description><language>{feed.lang.code}</language><ttl>30</ttl>"
        f"<lastBuildDate>{formatdate(feed.updated, usegmt=True)}</lastBuildDate>\n"
        + "\n".join(items)
        + "\n</channel></rss>\n"
    )


def render_atom(feed: Feed) -> str:
    """Atom 1.0."""
    items = []
    for entry in feed.entries:
        content = "" if feed.summary_only else f'<content type="html">{_encoded(feed, feed.body(entry))}</content>'
        items.append(
            f'<entry><title>{escape(entry.title)}</title><link rel="alternate" href="{feed.link(entry)}"/>'
            f"<id>tag:farm,2025:{feed.number}/{entry.serial}</id><published>{iso_date(entry.published)}</published>"
            f"<updated>{iso_date(entry.published)}</updated><author><name>{entry.author}</name></author>"
            f'<category term="{entry.section}"/><summary>{escape(entry.summary)}</summary>{content}'
            f'<link rel="enclosure" type="image/png" length="2000" href="{feed.image(entry)}"/></entry>'
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.lang.code}">'
        f"<title>{escape(feed.title)}</title><id>{feed.site}</id><updated>{iso_date(feed.updated)}</updated>"
        f'<link rel="self" href="{feed.url}"/><link rel="alternate" href="{feed.site}"/>\n'
        + "\n".join(items)
        + "\n</feed>\n"
    )


def render_rdf(feed: Feed) -> str:
    """RSS 1.0 (RDF)."""
    items, order = [], []
    for entry in feed.entries:
        content = "" if feed.summary_only else f"<content:encoded>{_encoded(feed, feed.body(entry))}</content:encoded>"
        order.append(f'<rdf:li rdf:resource="{feed.link(entry)}"/>')
        items.append(
            f'<item rdf:about="{feed.link(entry)}"><title>{escape(entry.title)}</title><link>{feed.link(entry)}</link>'
            f"<description>{escape(entry.summary)}</description><dc:date>{iso_date(entry.published)}</dc:date>"
            f"<dc:creator>{entry.author}</dc:creator><dc:subject>{entry.section}</dc:subject>{content}</item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="{feed.url}">'
        f"<title>{escape(feed.title)}</title><link>{feed.site}</link><description>{escape(feed.title)}</description>"
        f"<items><rdf:Seq>{''.join(order)}</rdf:Seq></items></channel>\n" + "\n".join(items) + "\n</rdf:RDF>\n"
    )


RENDERERS: dict[str, Callable[[Feed], str]] = {"rss": render_rss, "atom": render_atom, "rdf": render_rdf}


@lru_cache(maxsize=512)
def png(number: int, width: int = 96, height: int = 60) -> bytes:
    """A small RGB gradient whose colours depend on *number*."""
    rng = rng_for("png", number)
    left, right = [rng.randrange(256) for _ in range(3)], [rng.randrange(256) for _ in range(3)]
    row = b"\0" + bytes(a + (b - a) * x // width for x in range(width) for a, b in zip(left, right, strict=True))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")
    )


# --------------------------------------------------------------------------
# HTTP
# --------------------------------------------------------------------------

REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    410: "Gone",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
MAX_HEAD = 64 * 1024


@dataclass
class Request:
    """A parsed request head; a body, if any, is read and dropped."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    host: str
    keep_alive: bool

    def number(self, name: str, default: float) -> float:
        """A numeric query parameter."""
        try:
            return float(self.query.get(name, default))
        except ValueError:
            return default


@dataclass
class Response:
    """A complete response."""

    status: int = 200
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def parse_head(head: bytes, host: str) -> Request:
    """Parse a request line and header fields."""
    lines = head.decode("latin-1").split("\r\n")
    method, target, version = lines[0].split(" ")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    url = urlsplit(target)
    connection = headers.get("connection", "").lower()
    keep_alive = connection == "keep-alive" if version == "HTTP/1.0" else connection != "close"
    return Request(method, url.path, dict(parse_qsl(url.query)) if url.query else {}, headers, host, keep_alive)


class Connection(asyncio.Protocol):
    """One client connection: parses requests, answers them in order."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.buffer = bytearray()
        self.busy = False
        self.closed = False
        self.skip = 0
        self.task: asyncio.Task | None = None
        self.writable = asyncio.Event()
        self.writable.set()

    # -- asyncio callbacks ------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.host = transport.get_extra_info("sockname")[0]
        self.server.counters.connect(self.host)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop whatever still answers."""
        self.closed = True
        self.writable.set()
        self.server.counters.disconnect(self.host)
        if self.task:
            self.task.cancel()

    def pause_writing(self) -> None:
        """The send buffer is full."""
        self.writable.clear()

    def resume_writing(self) -> None:
        """The send buffer has drained."""
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        """Collect bytes and answer every complete request."""
        self.buffer += data
        if not self.busy:
            self._advance()

    # -- requests ---------------------------------------------------------

    def _advance(self) -> None:
        while not self.busy and not self.closed and self.buffer:
            if self.skip:
                dropped = min(self.skip, len(self.buffer))
                del self.buffer[:dropped]
                self.skip -= dropped
                continue
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                if len(self.buffer) > MAX_HEAD:
                    self.transport.abort()
                return
            head = bytes(self.buffer[:end])
            del self.buffer[: end + 4]
            try:
                request = parse_head(head, self.host)
                self.skip = int(request.headers.get("content-length", 0))
            except ValueError:
                self.send(Response(400, b"bad request\n"), None)
                self.transport.close()
                return
            self._answer(request)

    def _answer(self, request: Request) -> None:
        server = self.server
        handler = server.misbehaviour(request)
        delay = server.delay() if handler is None and server.has_latency(request) else 0.0
        if handler is None and not delay:
            self.send(server.respond(request), request)
            return
        self.busy = True
        self.task = asyncio.get_running_loop().create_task(self._answer_later(request, handler, delay))

    async def _answer_later(self, request: Request, handler: Handler | None, delay: float) -> None:
        self.server.counters.enter(self.host)
        try:
            if handler is None:
                await asyncio.sleep(delay)
                self.send(self.server.respond(request), request)
            else:
                response = await handler(self, request)
                if response is not None:
                    self.send(response, request)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.server.counters.leave(self.host)
            self.busy, self.task = False, None
        self._advance()

    # -- responses --------------------------------------------------------

    def send(self, response: Response, request: Request | None) -> None:
        """Write a complete response; close if the client asked for it."""
        if self.closed:
            return
        lines = [f"HTTP/1.1 {response.status} {REASONS[response.status]}", f"Date: {self.server.http_date()}"]
        if response.status != 304:
            lines += [f"Content-Type: {response.type}", f"Content-Length: {len(response.body)}"]
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        if request is None or not request.keep_alive:
            lines.append("Connection: close")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        body = b"" if response.status == 304 or (request and request.method == "HEAD") else response.body
        if len(body) < 65536:
            self.transport.write(head + body)
        else:
            self.transport.write(head)
            self.transport.write(body)
        if request is None or not request.keep_alive:
            self.transport.close()

    def start(self, *fields: str, status: str = "200 OK") -> None:
        """Write a response head by hand (for misbehaving routes)."""
        self.transport.write(("\r\n".join((f"HTTP/1.1 {status}", *fields)) + "\r\n\r\n").encode("latin-1"))

    async def write(self, data: bytes) -> None:
        """Write with back-pressure; raise once the client is gone."""
        await self.writable.wait()
        if self.closed or self.transport.is_closing():
            raise ConnectionResetError
        self.transport.write(data)

    async def hold(self, seconds: float = 600) -> None:
        """Say nothing until the client leaves (or *seconds* pass), then close."""
        await asyncio.sleep(seconds)
        self.transport.close()


class Counters:
    """Connections and requests in progress, overall and per host, and their maxima."""

    def __init__(self) -> None:
        self.open: Counter = Counter()
        self.active: Counter = Counter()
        self.reset()

    def reset(self) -> None:
        """Forget the maxima; what is open stays counted."""
        self.accepted = 0
        self.max_open = Counter(self.open)
        self.max_active = Counter(self.active)
        self.routes: Counter = Counter()
        self.started = time.monotonic()

    @staticmethod
    def _up(now: Counter, most: Counter, host: str) -> None:
        for key in (host, "all"):
            now[key] += 1
            most[key] = max(most[key], now[key])

    @staticmethod
    def _down(now: Counter, host: str) -> None:
        for key in (host, "all"):
            now[key] -= 1

    def connect(self, host: str) -> None:
        """A connection was accepted."""
        self.accepted += 1
        self._up(self.open, self.max_open, host)

    def disconnect(self, host: str) -> None:
        """A connection ended."""
        self._down(self.open, host)

    def enter(self, host: str) -> None:
        """A delayed request began."""
        self._up(self.active, self.max_active, host)

    def leave(self, host: str) -> None:
        """A delayed request ended."""
        self._down(self.active, host)


class Server:
    """Routes requests to the farm and keeps the counters."""

    def __init__(self, farm: Farm, options: argparse.Namespace) -> None:
        self.farm = farm
        self.options = options
        self.counters = Counters()
        self._random = rng_for(options.seed, "latency")
        self._date = (0, "")

    # -- helpers ----------------------------------------------------------

    def http_date(self) -> str:
        """The Date header, formatted once a second."""
        now = int(time.time())
        if now != self._date[0]:
            self._date = (now, formatdate(now, usegmt=True))
        return self._date[1]

    def has_latency(self, request: Request) -> bool:
        """Only content is slow; /stats and /tick never are."""
        return bool(self.options.latency_ms) and request.path.startswith(("/feed/", "/article/", "/img/", "/site/"))

    def delay(self) -> float:
        """Seconds to wait before an answer; the median is ``--latency-ms``."""
        median = self.options.latency_ms / 1000
        match self.options.latency_dist:
            case "lognormal":
                return min(median * self._random.lognormvariate(0, 0.6), median * 20)
            case "uniform":
                return median * self._random.uniform(0.5, 1.5)
        return median

    def misbehaviour(self, request: Request) -> Handler | None:
        """The handler of a ``/bad/…`` route, if it is one."""
        if request.path.startswith("/bad/"):
            return BAD.get(request.path[5:])
        return None

    # -- routing ----------------------------------------------------------

    def respond(self, request: Request) -> Response:
        """Answer a well-behaved route."""
        parts = request.path.strip("/").split("/")
        self.counters.routes[parts[0]] += 1
        if request.method == "POST":
            return self._command(request, parts)
        if request.method not in ("GET", "HEAD"):
            return Response(405, b"method not allowed\n")
        try:
            match parts:
                case ["feed", name]:
                    return self._feed(request, self.farm.feeds[_index(name, ".xml")])
                case ["article", feed, name]:
                    return _page(self.farm.feeds[_index(feed)].article(_index(name, ".html")))
                case ["site", feed]:
                    return _page(self.farm.feeds[_index(feed)].home())
                case ["img", name]:
                    return Response(200, png(_index(name, ".png")), "image/png", {"Cache-Control": "max-age=86400"})
                case ["stats"]:
                    return _json(self.stats())
                case ["truth.json"]:
                    return _json(self.farm.truth())
                case ["opml"] | ["feeds.opml"]:
                    return Response(200, self.farm.opml().encode(), "text/x-opml; charset=utf-8")
                case ["bad.opml"]:
                    return Response(200, bad_opml(self.farm).encode(), "text/x-opml; charset=utf-8")
                case ["bad"]:
                    return _json(sorted(BAD))
                case [""]:
                    return Response(
                        200,
                        b"feedfarm: /feed/N.xml /site/N/ /article/N/M.html /img/N.png /opml /bad "
                        b"/bad.opml /stats /truth.json; POST /tick /reset\n",
                    )
        except (IndexError, ValueError):
            pass
        return Response(404, b"not found\n")

    def _command(self, request: Request, parts: list[str]) -> Response:
        """POST routes."""
        if parts == ["tick"]:
            result = self.farm.tick(
                min(1.0, max(0.0, request.number("share", self.options.changed_share))),
                int(request.number("new", 1)),
                int(request.number("seconds", 1800)),
            )
            if not self.options.lazy:
                self.farm.prerender(self.options.gzip)
            return _json(result)
        if parts == ["reset"]:
            self.counters.reset()
            for feed in self.farm.feeds:
                feed.stats = FeedStats()
            return _json({"reset": True})
        return Response(404, b"not found\n")

    def _feed(self, request: Request, feed: Feed) -> Response:
        """A feed document, or 304, with the validators that are switched on."""
        options, headers = self.options, {}
        zipped = options.gzip and "gzip" in request.headers.get("accept-encoding", "")
        etag = feed.etag[:-1] + '-gzip"' if zipped else feed.etag
        if options.etag:
            headers["ETag"] = etag
        if options.last_modified:
            headers["Last-Modified"] = formatdate(feed.updated, usegmt=True)
        if options.gzip:
            headers["Vary"] = "Accept-Encoding"
        if options.max_age is not None:
            headers["Cache-Control"] = f"max-age={options.max_age}"
        if self._unchanged(request, feed):
            response = Response(304, headers=headers)
        else:
            if zipped:
                headers["Content-Encoding"] = "gzip"
            body = feed.document_gzip() if zipped else feed.document()
            response = Response(200, body, FEED_TYPES[feed.kind] + "; charset=utf-8", headers)
        self._count(request, feed, response, zipped)
        return response

    def _unchanged(self, request: Request, feed: Feed) -> bool:
        """RFC 9110: If-None-Match wins over If-Modified-Since."""
        tags = request.headers.get("if-none-match")
        if tags is not None:
            known = {feed.etag, feed.etag[:-1] + '-gzip"'}
            seen = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return self.options.etag and ("*" in seen or bool(known & seen))
        since = request.headers.get("if-modified-since")
        if since is not None and self.options.last_modified:
            try:
                return feed.updated <= parsedate_to_datetime(since).timestamp()
            except (ValueError, TypeError):
                return False
        return False

    def _count(self, request: Request, feed: Feed, response: Response, zipped: bool) -> None:
        stats, now = feed.stats, time.monotonic()
        stats.requests += 1
        if stats.last_at is not None:
            gap = now - stats.last_at
            stats.min_interval_s = gap if stats.min_interval_s is None else min(gap, stats.min_interval_s)
        stats.last_at = now
        if response.status == 200:
            stats.ok += 1
            stats.bytes += len(response.body) if request.method == "GET" else 0
            stats.gzip += zipped
        elif response.status == 304:
            stats.not_modified += 1
        else:
            stats.other += 1
        for name in ("if-none-match", "if-modified-since"):
            if name in request.headers:
                stats.conditional[name] += 1
        stats.user_agents[request.headers.get("user-agent", "")] += 1

    def stats(self) -> dict:
        """Everything counted since the start or the last ``POST /reset``."""
        feeds = {feed.number: feed.stats.as_dict() for feed in self.farm.feeds if feed.stats.requests}
        total: Counter = Counter()
        for entry in feeds.values():
            total.update({key: entry[key] for key in ("requests", "200", "304", "other", "bytes", "gzip")})
        counters = self.counters
        return {
            "elapsed_s": round(time.monotonic() - counters.started, 3),
            "total": dict(total),
            "feeds_requested": len(feeds),
            "routes": dict(counters.routes),
            "connections": {
                "accepted": counters.accepted,
                "open": counters.open["all"],
                "max_concurrent": counters.max_open["all"],
                "max_concurrent_per_host": {k: v for k, v in counters.max_open.items() if k != "all"},
            },
            "delayed_requests": {
                "max_concurrent": counters.max_active["all"],
                "max_concurrent_per_host": {k: v for k, v in counters.max_active.items() if k != "all"},
            },
            "feeds": feeds,
        }


def _index(text: str, suffix: str = "") -> int:
    """``12.xml`` to 12; a negative or foreign name is a ValueError."""
    if not text.endswith(suffix) or not text.removesuffix(suffix).isascii() or not text.removesuffix(suffix).isdigit():
        raise ValueError(text)
    return int(text.removesuffix(suffix))


def _json(value: object) -> Response:
    return Response(200, json.dumps(value, ensure_ascii=False).encode() + b"\n", "application/json")


def _page(body: bytes) -> Response:
    return Response(200, body, "text/html; charset=utf-8")


# --------------------------------------------------------------------------
# Misbehaviour.  A handler returns a Response, or None if it wrote by itself.
# --------------------------------------------------------------------------

Handler = Callable[[Connection, Request], Awaitable[Response | None]]
BAD: dict[str, Handler] = {}
XML = "application/rss+xml; charset=utf-8"
USER, PASSWORD, REALM, NONCE = "reader", "secret", "feedfarm", "0123456789abcdef"


def bad(name: str) -> Callable[[Handler], Handler]:
    """Register a handler under ``/bad/<name>``."""

    def register(handler: Handler) -> Handler:
        BAD[name] = handler
        return handler

    return register


def small_feed(title: str = "A small feed", items: int = 3) -> bytes:
    """A tiny valid RSS document."""
    body = "".join(
        f"<item><title>{title} {n}</title><link>http://127.0.0.1/{n}</link><guid>{title}-{n}</guid>"
        f"<description>Item {n}</description></item>"
        for n in range(items)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{title}</title>'
        f"<link>http://127.0.0.1/</link><description>{title}</description>{body}</channel></rss>\n"
    ).encode()


def bad_opml(farm: Farm) -> str:
    """An OPML file that subscribes to every misbehaving route."""
    base = farm.base_of(0)
    rows = "".join(f'<outline type="rss" text="bad {name}" xmlUrl="{base}/bad/{name}"/>\n' for name in sorted(BAD))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head><title>bad</title></head><body>\n'
        f"{rows}</body></opml>\n"
    )


@bad("slow-drip")
async def slow_drip(conn: Connection, request: Request) -> None:
    """A valid feed, one byte every 0.2 s (``?gap=``)."""
    body = small_feed("Slow drip")
    conn.start(f"Content-Type: {XML}", f"Content-Length: {len(body)}")
    for byte in body:
        await conn.write(bytes((byte,)))
        await asyncio.sleep(request.number("gap", 0.2))


@bad("stall")
async def stall(conn: Connection, request: Request) -> None:
    """Half a document, then silence."""
    body = small_feed("Stall")
    conn.start(f"Content-Type: {XML}", f"Content-Length: {len(body)}")
    await conn.write(body[: len(body) // 2])
    await conn.hold()


@bad("redirect-loop")
async def redirect_loop(conn: Connection, request: Request) -> Response:
    """Redirects to itself for ever, at a new address each time."""
    return Response(302, headers={"Location": f"/bad/redirect-loop?n={int(request.number('n', 0)) + 1}"})


@bad("redirect-301")
async def redirect_301(conn: Connection, request: Request) -> Response:
    """Moved for good to feed 0."""
    return Response(301, headers={"Location": "/feed/0.xml"})


def _status(status: int, **headers: str) -> Handler:
    """A handler that answers with a bare status."""

    async def handler(conn: Connection, request: Request) -> Response:
        return Response(
            status,
            f"{status} {REASONS[status]}\n".encode(),
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    handler.__doc__ = f"Answers {status}."
    return handler


for _code in (404, 410, 500):
    BAD[str(_code)] = _status(_code)
BAD["503"] = _status(503, Retry_After="60")
BAD["429-retry-after"] = _status(429, Retry_After="120")


@bad("truncated")
async def truncated(conn: Connection, request: Request) -> Response:
    """A document that ends in the middle of an item; the HTTP message is whole."""
    body = conn.server.farm.feeds[0].document() if conn.server.farm.feeds else small_feed("Truncated", 40)
    return Response(200, body[: int(len(body) * 0.6)], XML)


@lru_cache(maxsize=4)
def bomb(megabytes: int) -> bytes:
    """A gzip stream that expands about a thousandfold.

    A full flush makes a deflate block that can be repeated byte for byte.
    """
    head, tail = small_feed("Bomb").split(b"Item 0", 1)
    block = b" " * 1048576
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(tail) + packer.flush()
    crc = zlib.crc32(head)
    for _ in range(megabytes):
        crc = zlib.crc32(block, crc)
    crc = zlib.crc32(tail, crc)
    size = len(head) + megabytes * len(block) + len(tail)
    return (
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + start + middle * megabytes + end + struct.pack("<II", crc, size & 0xFFFFFFFF)
    )


@bad("gzip-bomb")
async def gzip_bomb(conn: Connection, request: Request) -> Response:
    """About 1 MB that decompresses to 1 GiB (``?mb=``)."""
    body = await asyncio.to_thread(bomb, int(request.number("mb", 1024)))
    return Response(200, body, XML, {"Content-Encoding": "gzip"})


@bad("huge")
async def huge(conn: Connection, request: Request) -> None:
    """A valid feed of 200 MB (``?mb=``), chunked, without a length."""
    head, tail = small_feed("Huge", 0).split(b"</channel>")
    text = b"text " * 200
    item = b"<item><title>More</title><link>http://127.0.0.1/more</link><description>%b</description></item>\n" % text
    block = item * (65536 // len(item))
    conn.start(f"Content-Type: {XML}", "Transfer-Encoding: chunked")
    count = int(request.number("mb", 200) * 1048576 / len(block))
    for part in (head, *(block for _ in range(count)), b"</channel>" + tail):
        await conn.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
    await conn.write(b"0\r\n\r\n")


@bad("wrong-length")
async def wrong_length(conn: Connection, request: Request) -> None:
    """Content-Length promises more than comes before the connection closes."""
    body = small_feed("Wrong length")
    conn.start(f"Content-Type: {XML}", f"Content-Length: {len(body) + 1000}")
    await conn.write(body)
    conn.transport.close()


@bad("reset")
async def reset(conn: Connection, request: Request) -> None:
    """A TCP reset in the middle of the body."""
    body = small_feed("Reset")
    conn.start(f"Content-Type: {XML}", f"Content-Length: {len(body)}")
    await conn.write(body[:100])
    await asyncio.sleep(0.02)
    sock = conn.transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.transport.abort()


@bad("not-xml")
async def not_xml(conn: Connection, request: Request) -> Response:
    """A PDF-like blob that claims to be a feed."""
    return Response(200, b"%PDF-1.4\n" + bytes(range(256)) * 20, XML)


@bad("html-page-with-autodiscovery")
async def html_page(conn: Connection, request: Request) -> Response:
    """A home page where a feed was expected; it names two feeds."""
    return _page(
        b"<!doctype html><html><head><title>Home</title>"
        b'<link rel="alternate" type="application/rss+xml" title="Main" href="/feed/1.xml">'
        b'<link rel="alternate" type="application/atom+xml" title="Comments" href="/feed/2.xml">'
        b"</head><body><h1>Not a feed</h1></body></html>"
    )


@bad("cookie-wall")
async def cookie_wall(conn: Connection, request: Request) -> Response:
    """Redirects to itself until the cookie it sets comes back."""
    if "consent=yes" in request.headers.get("cookie", ""):
        return Response(200, small_feed("Behind the cookie wall"), XML)
    return Response(302, headers={"Location": "/bad/cookie-wall", "Set-Cookie": "consent=yes; Path=/"})


@bad("basic-auth")
async def basic_auth(conn: Connection, request: Request) -> Response:
    """HTTP Basic, user ``reader``, password ``secret``."""
    wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if request.headers.get("authorization") == wanted:
        return Response(200, small_feed("Basic"), XML)
    return Response(401, b"who are you?\n", headers={"WWW-Authenticate": f'Basic realm="{REALM}", charset="UTF-8"'})


@bad("digest-auth")
async def digest_auth(conn: Connection, request: Request) -> Response:
    """HTTP Digest (SHA-256, qop=auth), user ``reader``, password ``secret``."""
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    given = {
        key.strip(): value.strip().strip('"') for key, _, value in (part.partition("=") for part in rest.split(","))
    }
    if scheme.lower() == "digest" and given.get("nonce") == NONCE:

        def digest(*parts: str) -> str:
            return hashlib.sha256(":".join(parts).encode()).hexdigest()

        wanted = digest(
            digest(USER, REALM, PASSWORD),
            NONCE,
            given.get("nc", ""),
            given.get("cnonce", ""),
            "auth",
            digest(request.method, given.get("uri", "")),
        )
        if given.get("response") == wanted:
            return Response(200, small_feed("Digest"), XML)
    challenge = f'Digest realm="{REALM}", qop="auth", algorithm=SHA-256, nonce="{NONCE}", opaque="farm"'
    return Response(401, b"who are you?\n", headers={"WWW-Authenticate": challenge})


@bad("charset-lies")
async def charset_lies(conn: Connection, request: Request) -> Response:
    """HTTP says ISO-8859-1, the XML declaration UTF-8, the bytes are windows-1252."""
    text = small_feed("“Übergröße” – café €5").decode()
    return Response(200, text.encode("windows-1252"), "application/rss+xml; charset=iso-8859-1")


@bad("bom-utf16")
async def bom_utf16(conn: Connection, request: Request) -> Response:
    """UTF-16 (little-endian) with a byte order mark and no charset in HTTP."""
    text = small_feed("Grüße 世界").decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return Response(200, b"\xff\xfe" + text.encode("utf-16-le"), "application/xml")


@bad("empty")
async def empty(conn: Connection, request: Request) -> Response:
    """200 with nothing in it."""
    return Response(200, b"", XML)


@bad("infinite-headers")
async def infinite_headers(conn: Connection, request: Request) -> None:
    """Header fields without end (stops at 64 MB)."""
    await conn.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(65536):
        await conn.write(f"X-Padding-{number}: ".encode() + b"x" * 1000 + b"\r\n")
        await asyncio.sleep(0.001)
    conn.transport.close()


# --------------------------------------------------------------------------
# Command line
# --------------------------------------------------------------------------


def parse_options(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="feedfarm.py", description="A farm of news feeds on the loopback interface.")
    world = parser.add_argument_group("content")
    world.add_argument("--feeds", type=int, default=50, help="number of sites (default %(default)s)")
    world.add_argument("--entries", type=int, default=40, help="entries per feed (default %(default)s)")
    world.add_argument("--seed", type=int, default=1)
    world.add_argument("--content-kb", type=float, default=4, help="mean size of an entry's HTML body")
    world.add_argument(
        "--summary-only", type=float, default=0.0, metavar="SHARE", help="share of feeds without full bodies"
    )
    world.add_argument(
        "--story-share",
        type=float,
        default=0.3,
        metavar="SHARE",
        help="share of entries that retell a story other feeds carry (see /truth.json)",
    )
    world.add_argument("--now", type=int, default=int(time.time()), metavar="UNIX", help="start of the simulated clock")
    wire = parser.add_argument_group("serving")
    wire.add_argument("--port", type=int, default=0, help="0 picks a free port")
    wire.add_argument("--hosts", type=int, default=1, metavar="N", help="spread the sites over 127.0.0.1 … 127.0.0.N")
    wire.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"), help="serve https with these PEM files")
    wire.add_argument("--latency-ms", type=float, default=0, help="median delay of content answers")
    wire.add_argument("--latency-dist", choices=("fixed", "lognormal", "uniform"), default="fixed")
    wire.add_argument("--gzip", action="store_true", help="compress for clients that accept it")
    wire.add_argument("--etag", action="store_true", help="send ETag, honour If-None-Match")
    wire.add_argument("--last-modified", action="store_true", help="send Last-Modified, honour If-Modified-Since")
    wire.add_argument("--max-age", type=int, metavar="S", help="send Cache-Control: max-age=S")
    wire.add_argument("--changed-share", type=float, default=0.05, help="default share for POST /tick")
    wire.add_argument("--lazy", action="store_true", help="render a document at its first request, not at the start")
    out = parser.add_argument_group("files")
    out.add_argument("--opml", type=Path, metavar="OUT", help="write the subscription list there when ready")
    out.add_argument("--write", type=Path, metavar="DIR", help="write feed/N.xml and feeds.opml into DIR and exit")
    out.add_argument(
        "--base-url", metavar="URL", help="base address to put into the documents (with --write: http://127.0.0.1:8000)"
    )
    options = parser.parse_args(argv)
    if not 1 <= options.hosts <= 254:
        parser.error("--hosts must be 1 to 254")
    return options


def write_files(farm: Farm, folder: Path) -> Iterator[Path]:
    """Write what the server would serve; yields each path."""
    (folder / "feed").mkdir(parents=True, exist_ok=True)
    for feed in farm.feeds:
        path = folder / "feed" / f"{feed.number}.xml"
        path.write_bytes(feed.document())
        yield path
    path = folder / "feeds.opml"
    path.write_text(farm.opml(), encoding="utf-8")
    yield path


def bind(options: argparse.Namespace) -> list[socket.socket]:
    """Listening sockets on 127.0.0.1 … 127.0.0.N, all at one port."""
    sockets, port = [], options.port
    for number in range(1, options.hosts + 1):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((f"127.0.0.{number}", port))
        sock.setblocking(False)
        port = sock.getsockname()[1]
        sockets.append(sock)
    return sockets


async def serve(options: argparse.Namespace) -> None:
    """Bind, render, announce, and serve until SIGINT or SIGTERM."""
    sockets = bind(options)
    options.port = sockets[0].getsockname()[1]
    context = None
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.tls)
    farm = Farm(options)
    if not options.lazy:
        farm.prerender(options.gzip)
    server = Server(farm, options)
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    for sock in sockets:
        await loop.create_server(lambda: Connection(server), sock=sock, ssl=context, backlog=1024)
    if options.opml:
        options.opml.write_text(farm.opml(), encoding="utf-8")
    print(
        json.dumps(
            {
                "ready": True,
                "base": f"{farm.scheme}://127.0.0.1:{options.port}",
                "port": options.port,
                "hosts": options.hosts,
                "feeds": options.feeds,
                "entries": options.entries,
                "pid": os.getpid(),
            }
        ),
        flush=True,
    )
    await stop.wait()


def main(argv: list[str] | None = None) -> int:
    """Entry point."""
    options = parse_options(argv)
    if options.write:
        options.base_url = options.base_url or "http://127.0.0.1:8000"
        count = sum(1 for _ in write_files(Farm(options), options.write))
        print(json.dumps({"written": count, "to": str(options.write)}))
        return 0
    asyncio.run(serve(options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
