"""Names of months, of zones and of the halves of the day, as feeds write them: data for `dates`."""

from __future__ import annotations

from newsdesk.words import fold

# One line a language, January first; forms of one month parted by "/". Three letters from the start of a form are
# read too where no other month starts so.
_MONTHS = (
    "january february march april may june july august september/sept october november december",
    "janvier février mars avril mai juin/juin. juillet/juil août septembre octobre novembre décembre",
    "januar/jänner februar/feber märz/mrz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre/sett ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль августа/август "
    "сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь",
    "січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень "
    "серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень",
    "stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec lipca/lipiec "
    "sierpnia/sierpień września/wrzesień października/październik listopada/listopad grudnia/grudzień",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts/mars april mai/maj juni juli august september oktober november desember/december",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ιανουαρίου/ιανουάριος φεβρουαρίου/φεβρουάριος μαρτίου/μάρτιος/μάρτης απριλίου/απρίλιος μαΐου/μάιος "
    "ιουνίου/ιούνιος/ιούν ιουλίου/ιούλιος/ιούλ αυγούστου/αύγουστος σεπτεμβρίου/σεπτέμβριος "
    "οκτωβρίου/οκτώβριος νοεμβρίου/νοέμβριος δεκεμβρίου/δεκέμβριος",
    "január február március április május június július augusztus szeptember október november december",
    "ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec "
    "srpna/srpen září října/říjen listopadu prosince/prosinec",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "يناير/جانفي فبراير/فيفري مارس أبريل/ابريل/إبريل/أفريل مايو/ماي يونيو/يونيه/جوان يوليو/يوليه/جويلية "
    "أغسطس/اغسطس/أوت سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط آذار/اذار نيسان أيار/ايار حزيران تموز آب/اب أيلول/ايلول تشرين_الأول/تشرين_الاول "
    "تشرين_الثاني كانون_الأول/كانون_الاول",
    "जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "ינואר פברואר מרץ/מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
)  # fmt: skip

_CLASHING = {"listopada": 11, "listopad": 11, "listopadu": 11, "мар": 3, "mar": 3}
"""Words of two languages for two months: the one that feeds use more."""


def _month_table() -> dict[str, int]:
    exact: dict[str, int] = {}
    short: dict[str, set[int]] = {}
    for line in _MONTHS:
        for number, forms in enumerate(line.split(), start=1):
            for form in forms.split("/"):
                word = fold(form.rstrip(".")).replace("_", " ")
                exact.setdefault(word, number)
                for length in range(3, len(word)):
                    short.setdefault(word[:length], set()).add(number)
    table = {word: min(numbers) for word, numbers in short.items() if len(numbers) == 1}
    return table | exact | _CLASHING


MONTHS = _month_table()
"""Folded word (`words.fold`) to month, 1 to 12."""

AFTERNOON = frozenset(fold(word) for word in ("pm", "p.m", "p.m.", "午後", "下午", "오후", "م", "مساء", "μμ", "μ.μ."))
"""Words that add twelve hours."""
MORNING = frozenset(fold(word) for word in ("am", "a.m", "a.m.", "午前", "上午", "오전", "ص", "صباحا", "πμ", "π.μ."))
"""Words that make twelve o'clock midnight."""

ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180,
    "nst": -210, "ndt": -150, "art": -180, "brt": -180, "clt": -240, "bst": 60, "west": 60, "cet": 60, "mez": 60,
    "met": 60, "cest": 120, "mesz": 120, "eet": 120, "cat": 120, "sast": 120, "eest": 180, "msk": 180, "мск": 180,
    "trt": 180, "eat": 180, "gst": 240, "irst": 210, "pkt": 300, "ist": 330, "npt": 345, "ict": 420, "wib": 420,
    "wita": 480, "wit": 540, "sgt": 480, "hkt": 480, "myt": 480, "pht": 480, "awst": 480, "jst": 540, "kst": 540,
    "acst": 570, "aest": 600, "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip
"""Zone abbreviation to minutes east of UTC."""
