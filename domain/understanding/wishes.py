"""What is wished of making, packing and delivery; papers asked for; what is wrong with goods."""

from fractions import Fraction

from domain.understanding.claims import Claims
from domain.understanding.tokens import Kind, Token
from domain.understanding.vocabulary import Hit, Line, Span

_REASONS = ("wrong_size", "damaged", "quality", "wrong_item", "missing", "other")
_ENDS = {",", ".", ";", "!", "?", "\n", "|", "+"}
_DOZENS = {"lusin": 12, "kodi": 20, "gros": 144}
_QUOTES = {"'": "'", '"': '"', "\u201c": "\u201d", "\u2018": "\u2019"}


def find_papers(line: Line, claims: Claims) -> tuple[str, ...]:
    """The codes of the documents that are said, each once."""
    found: dict[str, None] = {}
    for hit in line.said("papers"):
        number = hit.code == "invoice" and not claims.free(line.span(hit.first, hit.last))
        if number and line.raw(hit.first) == "inv":
            continue
        claims.add(line.span(hit.first, hit.last))
        found[hit.code] = None
    return tuple(found)


def find_reason(line: Line) -> str | None:
    """The code of what is wrong with goods, the most telling of those that are said."""
    codes = {hit.code for hit in line.said("reasons") if not _is_unsaid(line, hit)}
    counted = _came_fewer(line)
    if counted:
        codes = (codes - {"wrong_item"}) | {"missing"}
    if _is_short(line):
        codes.add("missing")
    if not counted and "missing" not in codes and _is_other_good(line):
        codes.add("wrong_item")
    return next((code for code in _REASONS if code in codes), None)


def _is_unsaid(line: Line, hit: Hit) -> bool:
    """ "jangan sampai pecah", "takut rusak" complain of nothing."""
    before = {line.word(at) for at in range(hit.first - 2, hit.first)}
    return (
        bool(before & {"jangan", "takut", "gampang", "mudah", "biar", "tidak"})
        and hit.last - hit.first < 2
    )


def _is_short(line: Line) -> bool:
    """ "kurang 1 pcs", "ada yang kurang kak"."""
    for at, token in enumerate(line.tokens):
        if token.raw.casefold() in {"kurang", "krg", "kurg", "short", "missing", "kirang"}:
            after = line.tokens[at + 1] if at + 1 < len(line.tokens) else None
            if after is not None and _is_value(line, at + 1):
                continue
            if after is None or after.kind is Kind.NUMBER or line.is_goods(at + 1):
                return True
            if after.word in {
                "kak",
                ".",
                ",",
                "!",
                "ya",
                "min",
                "nih",
                "bu",
                "mas",
                "ini",
                "satu",
            }:
                return True
    return False


def _came_fewer(line: Line) -> bool:
    """ "pesan 6 datang cuma 4", "isinya cuma 4", "pesen 6 dtg 4"."""
    for hit in line.said("only"):
        came = any(line.within("came", at) for at in range(hit.first - 3, hit.last + 3))
        near = line.tokens[max(0, hit.first - 2) : hit.last + 2]
        if came and any(token.kind is Kind.NUMBER for token in near):
            return True
    ordered = [
        value
        for hit in line.said("ordered")
        for at in range(hit.last, min(hit.last + 4, len(line.tokens)))
        if (value := _said_number(line, at)) is not None
    ]
    so_few = [
        value
        for hit in line.said("only")
        for at in range(hit.last, min(hit.last + 2, len(line.tokens)))
        if (value := _said_number(line, at)) is not None
    ]
    if ordered and so_few and max(ordered) > min(so_few):
        return True
    came_in = [
        line.tokens[hit.last].value
        for hit in line.said("came")
        if hit.last < len(line.tokens) and line.tokens[hit.last].kind is Kind.NUMBER
    ]
    return any(value is not None and o > value for o in ordered for value in came_in)


def _said_number(line: Line, at: int) -> Fraction | None:
    """A number with the dozen or score that it counts: "2 lusin" is 24."""
    value = line.tokens[at].value
    return None if value is None else value * _DOZENS.get(line.word(at + 1), 1)


def _is_value(line: Line, at: int) -> bool:
    """Whether a word for how goods are stands there: "kurang pedas" is no short delivery."""
    values = line.words.lexicon.values
    return line.word(at) in values or line.raw(at) in values


def _is_other_good(line: Line) -> bool:
    """ "yang datang kaos navy, padahal saya pesan hitam"."""
    arrived = line.has("came") and line.has("instead") and line.has("ordered")
    return arrived or (line.has("arrived") and (line.has("ordered") or _names_goods(line)))


def _names_goods(line: Line) -> bool:
    return any(line.is_goods(at) for at in range(len(line.tokens)))


def find_wish(line: Line, claims: Claims) -> str | None:
    """The wishes of a line in the customer's words; those of several clauses are joined by commas."""
    wishes: list[str] = []
    end = 0
    for hit in line.said("wishes"):
        if hit.first < end or not claims.free(line.span(hit.first, hit.first + 1)):
            continue
        if not _is_wished(line, hit):
            continue
        first = hit.last if hit.code == "label" else _begin(line, hit, end, claims)
        end = _end(line, hit, claims)
        if not _is_question(line, first, end):
            wishes.append(_words(line, first, end, claims))
    return ", ".join(wish for wish in wishes if wish) or None


def _is_wished(line: Line, hit: Hit) -> bool:
    """Words with other meanings wish something only with company: "pack", "kayu", "tulis"."""
    raw = line.raw(hit.first)
    single = hit.last - hit.first == 1
    if hit.code == "open":
        chosen = ("couriers", "payments", "services", "wallets", "banks", "papers", "nowhere")
        plain = hit.last < len(line.tokens) and line.tokens[hit.last].kind is Kind.WORD
        other = line.is_goods(hit.last) or any(line.within(table, hit.last) for table in chosen)
        return plain and not other
    if any(line.is_goods(at) for at in range(hit.first, hit.last)) and single:
        return False
    after = line.tokens[hit.last] if hit.last < len(line.tokens) else None
    bought = after is not None and (after.kind is Kind.NUMBER or line.is_goods(hit.last))
    if (
        raw == "titipan"
        or (raw.startswith("titip") and bought)
        or (raw == "make" and after is not None and after.kind is Kind.NUMBER)
    ):
        return False
    if single and line.within("wish_heads", hit.first):
        counted = hit.first > 0 and line.tokens[hit.first - 1].kind is Kind.NUMBER
        worded = after is not None and (after.kind is Kind.WORD or after.raw in _QUOTES)
        return worded and not counted
    if single and raw in {"ucapan", "topping", "toping", "pisah", "manisnya", "pedasnya", "leave"}:
        return line.word(hit.first - 1) != "apa" and not line.has("questions")
    if raw in {"kabari", "kabarin", "hubungi"} and single:
        return line.word(hit.last) in {"kalau", "dulu", "sebelum", "jika", "nanti", "aku", "saya"}
    return True


def _begin(line: Line, hit: Hit, floor: int, claims: Claims) -> int:
    first = hit.first
    for at in range(hit.first - 1, max(floor, hit.first - 7) - 1, -1):
        if line.tokens[at].kind is not Kind.WORD or not claims.free(line.span(at, at + 1)):
            break
        if line.word(at) in {"kalau", "if"} and hit.code in {"leave", "call"}:
            return at
    while first > floor and line.within("wish_starts", first - 1):
        token = line.tokens[first - 1]
        if not claims.free(Span(token.start, token.end)) or token.kind is Kind.NEWLINE:
            break
        first -= 1
    while first < hit.first and line.raw(first) in {
        "yang",
        "yg",
        "barang",
        "paket",
        "kirim",
        "semua",
        "lewat",
    }:
        if line.raw(first + 1) in {"di", "jangan"} or line.raw(first) not in {"yang", "yg"}:
            break
        first += 1
    return first


def _end(line: Line, hit: Hit, claims: Claims) -> int:
    at, closing = hit.first, ""
    while at < len(line.tokens):
        token = line.tokens[at]
        if closing:
            closing = "" if token.raw == closing else closing
        elif token.raw in _QUOTES and not token.glued:
            closing = _QUOTES[token.raw] if _QUOTES[token.raw] in line.text[token.end :] else ""
        elif hit.code == "label" and token.raw in {",", "."}:
            pass  # a note goes on to the end of its line
        elif at >= hit.last and _is_end(line, at, token, claims):
            break
        at += 1
    return at


def _is_end(line: Line, at: int, token: Token, claims: Claims) -> bool:
    if token.raw in _ENDS or token.kind in {Kind.NEWLINE, Kind.ATTACHMENT}:
        return True
    if not claims.free(Span(token.start, token.end)):
        return True
    if line.within("polite", at) and token.word in {
        "kak",
        "ya",
        "min",
        "mas",
        "bu",
        "nggih",
        "makasih",
    }:
        titled = line.is_capital(at) and line.is_capital(at + 1)
        return not titled and line.word(at + 1) not in {"kalau", "biar"}
    if line.is_goods(at) and at + 1 < len(line.tokens):
        return line.tokens[at + 1].kind is Kind.NUMBER or line.tokens[at - 1].kind is Kind.NUMBER
    return bool(token.word in {"bayar", "alamat", "penerima"})


def _is_question(line: Line, first: int, last: int) -> bool:
    asks = line.raw(last) == "?" or any(line.within("questions", at) for at in range(first, last))
    wished = any(line.word(at) == "tolong" for at in range(max(0, first - 2), last))
    return asks and not wished and line.word(first - 1) not in {"bisa", "minta"}


def _words(line: Line, first: int, last: int, claims: Claims) -> str:
    while first < last and line.word(first) in {
        "tolong",
        "ya",
        "kak",
        "bisa",
        "mohon",
        "dan",
        "terus",
        "please",
    }:
        first += 1
    while last > first and (
        (line.within("polite", last - 1) and not line.is_capital(last - 1))
        or (line.tokens[last - 1].kind is Kind.MARK and line.raw(last - 1) not in _QUOTES.values())
    ):
        last -= 1
    if last <= first:
        return ""
    span = line.span(first, last)
    claims.add(span)
    return " ".join(line.text[span.start : span.end].split())
