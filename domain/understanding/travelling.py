"""How goods are to travel: courier, service, or fetched by the customer."""

from dataclasses import dataclass
from itertools import pairwise

from domain.understanding.claims import Claims
from domain.understanding.contract import Awaiting
from domain.understanding.refusals import refused
from domain.understanding.tokens import Kind
from domain.understanding.vocabulary import Hit, Line

_FIXES = {"eh", "ralat", "ganti", "maksud", "jadi", "deng", "ding"}
_CHOICES = {"atau", "apa", "or", "/"}
_STOPS = {",", ".", ";", "!", "?", "\n"}


@dataclass(frozen=True, slots=True)
class Travelling:
    """A courier and a service of the closed lists, and whether the customer fetches the goods."""

    courier: str | None = None
    service: str | None = None
    pickup: bool = False


def find_travelling(line: Line, claims: Claims, when: str | None) -> Travelling:
    """Find courier, service and pickup; the couriers that are refused are dropped."""
    couriers = _couriers(line, claims)
    courier = _chosen(line, [hit for hit in couriers if not refused(line, hit)])
    service = _service(line, claims, couriers)
    return Travelling(courier, service, _pickup(line, claims, when))


def _couriers(line: Line, claims: Claims) -> list[Hit]:
    found = []
    for hit in line.said("couriers"):
        if line.within("not_courier", hit.first) or not claims.free(line.span(hit.first, hit.last)):
            continue
        if hit.code == "pos" and not _is_post(line, hit):
            continue
        if line.is_part_of_name(hit.first) or _is_picture(line, hit) or _takes(line, hit):
            continue
        if line.raw(hit.first) in {"lala", "jet", "greb", "ide"} and not line.has("couriers_meant"):
            continue
        claims.add(line.span(hit.first, hit.last))
        found.append(hit)
    return found


def _is_post(line: Line, hit: Hit) -> bool:
    """ "pos" is a guard's post as well, and a part of "kode pos"."""
    if hit.last - hit.first > 1 or line.context.awaiting is Awaiting.SHIPPING_CHOICE:
        return True
    led = line.word(hit.first - 1) in {
        "lewat",
        "ekspedisi",
        "kurir",
        "kirim",
        "ongkir",
        "jangan",
        "dengan",
    }
    led = led or line.within("couriers", hit.first - 1) is not None
    return led or line.word(hit.last) in {"saja", "kilat", "indonesia"} or hit.first == 0


def _is_picture(line: Line, hit: Hit) -> bool:
    """ "mug motif ninja", "lion king": words that are more than couriers' names."""
    if hit.code not in {"ninja", "lion", "wahana", "grab"} or line.has("couriers_meant"):
        return False
    drawn = line.is_goods(hit.first - 1) or line.within("motifs", hit.first - 1) is not None
    return drawn or (line.is_name(hit.last) and not line.within("services", hit.last))


def _takes(line: Line, hit: Hit) -> bool:
    """ "I'll grab two bags": English for taking."""
    led = line.raw(hit.first - 1) in {
        "i'll",
        "ill",
        "to",
        "me",
        "we'll",
        "just",
        "can",
        "wanna",
        "lemme",
    }
    counts = hit.last < len(line.tokens) and line.tokens[hit.last].kind is Kind.NUMBER
    other = counts or line.raw(hit.last) in {"a", "an", "the", "some", "another", "it", "them"}
    return line.raw(hit.first) == "grab" and (led or other)


def _chosen(line: Line, wanted: list[Hit]) -> str | None:
    codes = list(dict.fromkeys(hit.code for hit in wanted))
    if len(codes) < 2:
        return codes[0] if codes else None
    between = {
        line.word(at) for one, other in pairwise(wanted) for at in range(one.last, other.first)
    }
    if between & _FIXES:
        return codes[-1]
    return None if between & _CHOICES else codes[0]


def _service(line: Line, claims: Claims, couriers: list[Hit]) -> str | None:
    asked = line.context.awaiting is Awaiting.SHIPPING_CHOICE
    for hit in line.said("courier_services"):
        beside = any(hit.first in {c.last, c.last + 1} and _near(line, c, hit) for c in couriers)
        beside = beside or any(hit.last == c.first for c in couriers)
        named = line.word(hit.first - 1) in {"layanan", "service", "servis", "paket", "ongkir"}
        plain = hit.code in {"reg", "yes", "oke", "ez", "best"}
        led = line.word(hit.first - 1) == "lewat" and hit.code in {"yes", "ez", "best"}
        if (beside or led or (named and plain and couriers)) and not refused(line, hit):
            claims.add(line.span(hit.first, hit.last))
            return hit.code
    for hit in line.said("services"):
        meant = asked or couriers or line.has("couriers_meant")
        loose = hit.code not in {"instant", "cargo", "reg"}
        loose = loose or line.word(hit.first - 1) == "yang" or line.word(hit.last) in {"saja", "ke"}
        if (meant or loose) and not line.is_goods(hit.first) and not refused(line, hit):
            claims.add(line.span(hit.first, hit.last))
            return hit.code
    return None


def _near(line: Line, courier: Hit, service: Hit) -> bool:
    small = {"yang", "nya", "pakai", "lewat", "-", "service", "layanan", "paket", "("}
    return all(
        line.word(at) in small or line.raw(at) in small for at in range(courier.last, service.first)
    )


def _pickup(line: Line, claims: Claims, when: str | None) -> bool:
    if line.has("fetched"):
        return False
    for hit in line.said("pickup"):
        if not refused(line, hit):
            claims.add(line.span(hit.first, hit.last))
            return True
    for at, token in enumerate(line.tokens):
        fetched = token.word == "ambil" or line.within("fetching", at) is not None
        if fetched and token.kind is Kind.WORD and _fetches(line, at, when):
            claims.add(line.span(at, at + 1))
            return True
    came = any(
        line.word(at) == "ke" and line.word(at + 1) == "toko" and line.word(at - 1) != "kirim"
        for at in range(len(line.tokens))
    )
    return came and when is not None


def _fetches(line: Line, at: int, when: str | None) -> bool:
    """Whether "ambil" is fetching: "ambil 50 kaos" and "ambil yang merah" buy."""
    if refused(line, Hit("", at, at + 1)):
        return False
    after = at + 1
    while line.word(after) in {
        "saja",
        "deh",
        "ya",
        "nya",
        "barang",
        "paket",
        "pesan",
        "langsung",
        "kak",
    }:
        after += 1
    if after >= len(line.tokens) or line.word(after) in _STOPS:
        buys = line.raw(at) == "ambil" and line.word(at - 1) in {"mau", "jadi", "ya"}
        asked = line.context.awaiting is Awaiting.SHIPPING_CHOICE
        return asked or when is not None or (not buys and _is_passive(line, at))
    if line.tokens[after].kind is Kind.NUMBER or line.is_goods(after) or line.word(after) == "yang":
        return line.is_goods(after) and _is_passive(line, at) and when is not None
    if when is not None and _is_passive(line, at):
        return True
    timed = any(line.within(table, after) for table in ("days", "parts")) or line.word(after) in {
        *(
            "betul",
            "habis",
            "setelah",
            "sepulang",
            "pulang",
            "abis",
            "jam",
            "hari",
            "nanti",
            "tanggal",
            "minggu",
            "sendiri",
            "di",
            "ke",
            "sore",
            "pas",
            "tgl",
        ),
    }
    return timed and line.word(after + 1) != "mana"


def _is_passive(line: Line, at: int) -> bool:
    return line.raw(at).startswith(("di", "jemput", "pick")) or line.word(at - 1) in {
        *(
            "aku",
            "saya",
            "pas",
            "nanti",
            "tak",
            "suami",
            "adik",
            "istri",
            "anak",
            "ibu",
            "sopir",
            "kami",
            "cash",
            "bayar",
        ),
    }
