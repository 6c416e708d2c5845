"""Titles in forty scripts and with signs that terminals disagree on: the rules between the panes stay straight."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import entry, open_desk, subscription
from e2e.conftest import Opener
from newsdesk import paths
from newsdesk.opml.edit import add
from newsdesk.opml.file import EMPTY

pytestmark = pytest.mark.slow

TITLES = (
    "Żółw przebiegł ulicę i nikt go nie zatrzymał", "Ο δήμος ανακοίνωσε νέο πάρκο", "Городской совет открыл новый парк",
    "Քաղաքը բացեց նոր այգի", "ქალაქმა ახალი პარკი გახსნა", "העירייה פתחה פארק חדש במרכז",
    "افتتحت المدينة حديقة جديدة", "شہر نے ایک نیا باغ کھولا", "ܡܕܝܢܬܐ ܦܬܚܬ ܦܪܕܝܣܐ ܚܕܬܐ", "ރަށުގައި އާ ޕާކެއް ހުޅުވައިފި",
    "शहर ने नया उद्यान खोला क्षत्रिय", "শহরটি নতুন উদ্যান খুলেছে", "ਸ਼ਹਿਰ ਨੇ ਨਵਾਂ ਪਾਰਕ ਖੋਲ੍ਹਿਆ", "શહેરે નવો બગીચો ખોલ્યો",
    "ସହର ନୂଆ ପାର୍କ ଖୋଲିଲା", "நகரம் புதிய பூங்காவைத் திறந்தது", "నగరం కొత్త ఉద్యానవనాన్ని తెరిచింది", "ನಗರವು ಹೊಸ ಉದ್ಯಾನವನ್ನು ತೆರೆಯಿತು",
    "നഗരം പുതിയ പാർക്ക് തുറന്നു", "නගරය නව උද්‍යානයක් විවෘත කළේය", "เมืองเปิดสวนสาธารณะแห่งใหม่", "ເມືອງເປີດສວນສາທາລະນະໃໝ່",
    "མི་སེར་གྱི་གླིང་ག་གསར་པ་ཕྱེས།", "မြို့တော်က ပန်းခြံသစ် ဖွင့်လှစ်ခဲ့သည်", "ទីក្រុងបានបើកសួនថ្មី", "ከተማው አዲስ መናፈሻ ከፈተ",
    "ᎦᏚᎲᎢ ᎢᏤ ᎤᏍᏚᎢᏒ", "ᐃᓄᒃᑎᑐᑦ ᓄᑖᖅ ᒥᕐᖑᐃᓯᕐᕕᒃ", "ᠬᠣᠲᠠ ᠰᠢᠨ᠎ᠡ ᠴᠡᠴᠡᠷᠯᠢᠭ", "城市开放了新的公园，市民都很高兴",
    "都市が新しい公園を開いたﾊﾝｶｸとｶﾞ", "도시가 새 공원을 열었다 ᄒᆞᆫ글", "ㄅㄆㄇㄈ 城市開放新公園", "ꆈꌠꁱꂷ ꀋꁲ ꀕꀖ",
    "ⴰⵎⴰⵣⵉⵖ ⵜⴰⵎⴷⵉⵏⵜ", "ߒߞߏ ߛߏ߬ߡߊ ߞߎߘߊ", "𐐔𐐯𐑅𐐨𐑉𐐯𐐻 𐑌𐐭 𐑍𐐪𐑉𐐿", "ꦏꦸꦛꦲꦁꦒꦼꦂ", "ᜋᜊᜓᜑᜌ᜔ ᜀᜅ᜔ ᜎᜓᜅ᜔ᜐᜓᜇ᜔",
    "Ṭhe ç̌ity z̷̢a̴͝l̶go ạ̀̂",
    "👩‍🚀👨‍👩‍👧‍👦 crew and family", "🇪🇺🇺🇳🇪 flags, one torn", "1️⃣2️⃣ keycaps ©️ ®️ ™️", "👍🏽👋🏿 skin tones 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "❤️ ☺︎ ⚠️ ✈️ text or picture",
    "🏳️‍🌈🏴‍☠️ joined flags", "e\u0301 \u0301leading mark \u200d joiner \ufe0f selector",
    "wide ｗｉｄｅ 　ideographic　space",
)  # fmt: skip
"""Forty-eight titles; those of scripts say that a city opened a park, or are just words."""


@pytest.fixture
def desk(home: Path) -> Path:
    """A home with these headlines."""
    found, feed = paths.at(home), subscription(1, "العالم", title="北京 📰 Ünïcode")
    found.opml.write_bytes(add(EMPTY, feed))
    made = open_desk(found.database)
    made.follow(feed)
    made.save(1, *(entry(n, title=title, html=f"<p>{title}. {title}</p>") for n, title in enumerate(TITLES)))
    made.digest()
    made.connection.close()
    return home


@pytest.mark.parametrize("size", [(160, 45), pytest.param((100, 30), marks=pytest.mark.slow)], ids=str)
@pytest.mark.parametrize("density", ["dense", pytest.param("roomy", marks=pytest.mark.slow)])
def test_rules_stay_straight(desk: Path, opened: Opener, size: tuple[int, int], density: str) -> None:
    """Every title in the list and as an article: the columns of the rules hold nothing but rule, row after row."""
    (desk / "config.toml").write_text(f'density = "{density}"\n')
    terminal = opened("--offline", columns=size[0], rows=size[1])
    terminal.wait_for("unread")
    terminal.press("g", "a")
    terminal.wait_for("All  ")
    rules: list[int] = []

    def are_straight() -> bool:
        return all(set(terminal.column(n)[1 : size[1] - 1]) == {"│"} for n in rules)

    for place, title in enumerate(TITLES):
        terminal.press("enter")
        terminal.wait_for(f"  {place + 1} of {len(TITLES)}")
        rules = rules or [n for n in range(size[0]) if terminal.column(n).count("│") > size[1] // 2]
        assert len(rules) == (2 if size[0] >= 140 else 1)
        terminal.wait(are_straight, f"straight rules at {title!r}", seconds=5)
        terminal.press("h", "j")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
