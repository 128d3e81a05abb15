"""hostile(): lines that speak to the program and not to the shop; nothing of them is ever carried out."""

import re
import unicodedata
from collections.abc import Iterator

from domain.understanding.tokens import clean

_RULES = r"(?:instruksi|aturan|perintah|prompt|sistem|batasan|larangan|kebijakan|instructions?|rules?|prompts?|guidelines?|restrictions?|polic(?:y|ies)|programming|system)"
_MARKS = {
    "a query of a database": r"""
        \b(?:drop|truncate|alter|create)\s+(?:table|database|schema|user)\b | \bunion\s+(?:all\s+)?select\b
      | \bselect\s+(?:\*|\w+\s*(?:,\s*\w+\s*)*)\s+from\s+\w+ | \binsert\s+into\s+\w+ | \bdelete\s+from\s+\w+\s*(?:;|where\b|--|$)
      | \bupdate\s+\w+\s+set\s+\w+\s*= | \b(?:or|and)\s+['"]?\d+['"]?\s*=\s*['"]?\d+ | ['"]\s*;?\s*--
      | ['"]\s*\)?\s*(?:or|and)\s+['"] | \bxp_cmdshell\b | \bwaitfor\s+delay\b | \bsleep\s*\(\s*\d+\s*\) | \$(?:ne|gt|where|regex)\b
    """,
    "markup or a script": r"""
        <\s*/?\s*(?:script|img|iframe|svg|body|html|object|embed|style|link|meta|form|input|a\s|div|b>|i>|u>|h1|marquee|video|audio|base|template|xml|system|instructions?|prompt|admin|user|assistant|tool)\b
      | <!-- | <\?(?:php|xml) | <!\[?(?:cdata|doctype|entity) | javascript\s*: | \bon(?:error|load|click|mouseover)\s*= | data:text/html
      | \{\{.*?\}\} | \{%.*?%\} | \$\{.*?\} | <%.*?%> | &lt;script | \balert\s*\( | document\.(?:cookie|location)
      | \beval\s*\( | \bexec\s*\( | __\w+__ | \bos\.system | \bsubprocess\b | \brequire\s*\( | \bimport\s+os\b | \bfunction\s*\(.*\)\s*\{
    """,
    "a command of a machine": r"""
        \brm\s+-\w*[rf] | \bsudo\s+\w+ | \$\([^)]*\) | `[^`]+` | /etc/(?:passwd|shadow) | (?:\.\./){2,} | (?:;|\||&&)\s*(?:cat|curl|wget|sh|bash|ls|nc|python|rm|whoami|id)\b
      | \bchmod\s+\d | \bshutdown\s+(?:-|now) | \bcmd\.exe\b | \bpowershell\b | \b(?:curl|wget)\s+\S*https?: | :\(\)\s*\{
    """,
    "an instruction to forget the rules": rf"""
        \b(?:ignore|disregard|forget|override|bypass|overwrite|skip|abandon|violate)\b.{{0,40}}\b(?:{_RULES}|previous|above|earlier|prior|safety|everything)\b
      | \b(?:abaikan|lupakan|hiraukan|langgar|lewati|kesampingkan|acuhkan|tinggalkan|hapus(?!\w*\s+(?:\w+\s+)?(?:data|nomor|no|akun|nama|info))|lupain|abaiin|cuekin|jangan\s+(?:ikuti|patuhi|turuti)|ga\s+usah\s+(?:ikutin?|nurut))\w*\b.{{0,30}}\b{_RULES}\w*
      | \b(?:abaikan|lupakan|ignore|forget)\b.{{0,20}}\b(?:semua|segala|all)\b.{{0,20}}\b(?:di\s*atas|sebelum\w*|tadi|above|before)\b
    """,
    "a role for the program": r"""
        \b(?:tulis\s+ulang|rewrite|timpa|overwrite)\b.{0,20}\b(?:aturan|instruksi|prompt|rules?|instructions?)(?:mu|nya)?\b
      | \b(?:saya|aku|gue|gw|i|i'm|im)\s+(?:adalah|ini|am)?\s*(?:seorang\s+|the\s+|an?\s+)?(?:admin|owner|developer|programmer|administrator|superuser|pemilik)\b.{0,40}\b(?:setujui|approve|lunas|paid|abaikan|ignore|bypass|gratis|diskon\s*\d|discount\s*\d|override)\w*\b |
        \b(?:you\s+are|you're|u\s+are|ur)\s+now\b | \b(?:act|behave|respond|reply|roleplay)\s+(?:as|like)\s+(?:an?|if|the|my|dan)\b | \bpretend\b.{0,20}\b(?:to\s+be|you|that|you're)\b
      | \bfrom\s+now\s+on\b.{0,30}\byou\b | \b(?:berpura-?\s?pura|pura-?\s?pura|berlagak|berperan)\s*(?:lah)?\s*(?:jadi|sebagai|menjadi|kamu|kalau)
      | \b(?:kamu|lu|lo|kau|anda|elo|sampeyan)\s+(?:sekarang|skrg|mulai\s+sekarang|kini)\s+(?:adalah|jadi|itu|menjadi|bukan)
      | \b(?:mulai\s+)?(?:sekarang|skrg)\s+(?:kamu|lu|lo|kau|anda)\s+(?:adalah|jadi|menjadi|harus|wajib|bukan)
      | \banggap(?:lah)?\s+(?:dirimu|diri\s+kamu|kamu|aku|saya|gue|gw)\s+(?:adalah|sebagai|itu|admin|owner|pemilik)
      | \b(?:system|assistant|developer|root|administrator|sistem|user|instruction|instruksi|prompt|admin)\s*(?:prompt|message|mode|override|command)?\s*[:>]\s*\S.*\b(?:set|ship|kirim|give|beri|kasih|mark|ubah|tandai|jadikan|ignore|abaikan|grant|send|approve|harga|lunas|gratis|free|price|do|you|kamu|all|semua|execute|run|delete|hapus|refund|confirm)\b
      | ^\W*(?:system|sistem|assistant|developer|root)\s*(?:prompt|message)?\s*[:\]>] | \[\s*(?:system|inst|/inst|assistant|admin|sistem)\s*\] | \#{2,}\s*(?:system|instructions?|instruksi|new)\b
      | ^\W*(?:override|sudo|root|execute|eksekusi|admin)\s*[:>]
      | <\|.*?\|> | \b(?:system|sistem)\s+prompt | \b(?:developer|debug|god|sudo|jailbreak|dan|root|admin|maintenance|dewa)\s+mode\b | \bmode\s+(?:developer|debug|dewa|admin|root|god|pengembang|jailbreak|maintenance)\b
      | \bjailbr(?:eak|oken)\b | \bdo\s+anything\s+now\b | \bnew\s+instructions?\b | \binstruksi\s+baru\b | \bas\s+an?\s+(?:ai|language\s+model|admin)\b
    """,
    "asks for what is secret": r"""
        \b(?:tampilkan|tunjukkan|bocorkan|sebutkan|kasih|berikan|beri|kirim(?:kan)?|print|show|reveal|dump|leak|display|list|give|tell|export|repeat|output|expose|minta|ulangi|cetak)\b.{0,40}
        \b(?:system\s+prompt|prompt|api\s*key|token|password|kata\s+sandi|passwords|credentials?|secret|rahasia\s+(?:toko|sistem)|database|isi\s+db|data\s+(?:semua\s+)?(?:pelanggan|customer|pembeli)(?:\s+lain)?|(?:other|all)\s+(?:customers?|users?|orders)|(?:semua|seluruh)\s+(?:pelanggan|customer|pembeli|user)|instruksi(?:mu|\s+kamu)|your\s+instructions?|environment|env\s+vars?|\.env|source\s+code)\b
    """,
    "would make itself paid, or free": r"""
        \b(?:skip|bypass|lewati|lompati|lewatin|loncati|hindari)\b.{0,20}\b(?:pembayaran|pembayarannya|payment|bayar|verifikasi|verification|persetujuan|approval)\b
      | \b(?:override|overwrite|timpa)\b.{0,30}\b(?:harga|prices?|total|ongkir|tagihan)\w*\b.{0,25}\b(?:0|1|nol|zero|gratis|free)\b
      | \b(?:set|atur)\b.{0,30}\b(?:harga|prices?|total|ongkir|tagihan)\w*\b.{0,25}\b(?:(?:0|nol|zero)\b(?!\s*(?:ongk|kg|[.,:]?\d)) | (?:1|gratis|free)\b(?:\s*(?:rp|rupiah|perak))?\s*$) |
        \b(?:set|jadikan|jadiin|tandai|tandain|mark|anggap(?:lah|\s+aja|\s+saja)?|consider|treat|flag)\b[^,.\n]{0,50}\b(?:lunas|paid|settled|terbayar)\b
      | \b(?:tandai|tandain|mark|anggap(?:lah|\s+aja|\s+saja)?)\b[^,.\n]{0,50}\b(?:sudah|udah|udh|sdh|telah)\s+(?:di)?bayar\b
      | \b(?:ubah|update|change|make|bikin|buat|ganti|rubah|setting|register|catat|alter)\b[^,.\n]{0,40}\b(?:jadi|jd|ke|to|as|sebagai|menjadi)\s+(?:sudah\s+|udah\s+|telah\s+)?(?:lunas|paid|settled|terbayar|dibayar)\b
      | \b(?:status)\s*[:=]\s*['"]?(?:lunas|paid|settled|completed|selesai) | \b(?:paid|lunas|is_admin|admin)\s*=\s*(?:true|1|yes)
      | \b(?:diskon|discount|disc|potongan|diskon|promo|voucher|kupon)\D{0,15}(?:100|99|9[0-8])\s*(?:%|persen|percent) | (?:100|99)\s*(?:%|persen|percent)\s+(?:diskon|discount|off|disc|potongan)
      | \b(?:set|ubah|jadikan|jadiin|ganti|make|change|update|turunkan|rubah|bikin|reset)\b.{0,40}\b(?:harga\w*|prices?|total\w*|ongkir\w*|cost|tagihan\w*|stok|stock|saldo|balance)\b.{0,25}(?:=|\b(?:ke|jadi|to|menjadi|nya|at|is)\b)\s*(?:rp\.?\s*|idr\s*)?(?:0|1|nol|zero|-\d|gratis|free|999\d*|satu\s+rupiah)\b
      | \b(?:harga|price|total|stok|stock|qty|saldo)\s*(?:=|:=)\s*-?\d | \b(?:gratiskan|gratisin)\b.{0,25}\b(?:semua|seluruh|pesanan|order|semuanya|all|barang)
      | \b(?:jadikan|jadiin|make|set|grant|beri|kasih|give|promote|angkat)\s+(?:saya|aku|gue|gw|me|my|akun)\b.{0,25}\b(?:admin|owner|administrator|superuser|root|staff|staf|akses|access|pemilik)\b
      | \b(?:kirim|ship|send|give|beri|kasih)\b.{0,40}\b(?:tanpa\s+(?:bayar|pembayaran|membayar)|without\s+(?:paying|payment|pay)|for\s+free|secara\s+gratis)\b
      | \b(?:kirim|ship|send|give|beri|kasih)\b.{0,30}\b(?:semua|seluruh|all|every)\b.{0,30}\b(?:gratis|free)\b(?!\s*(?:ongk|ship|kirim|biaya))
      | \b(?:approve|setujui|acc|konfirmasi|confirm|refund|batalkan|cancel|hapus|delete)\b.{0,20}\b(?:semua|seluruh|all|every)\s+(?:pesanan|orders?|pembayaran|payments?|customers?|pelanggan|users?|produk|products?|transaksi)\b(?!.{0,20}\b(?:saya|aku|ku|my|gue|gw|sy)\b)
      | \b(?:naikkan|tambah(?:kan)?|isi|top\s?up|add|increase)\b.{0,15}\b(?:saldo|balance|limit|kredit)\b.{0,20}\b(?:saya|aku|ku|my|gue)\b
      | \brefund\b.{0,30}\b(?:all|semua|seluruh)\b.{0,20}\b(?:orders?|pesanan|saldo|money|uang\s+toko|transaksi)\b
    """,
}
_HOSTILE = re.compile(
    "|".join(f"(?:{mark})" for mark in _MARKS.values()), re.VERBOSE | re.IGNORECASE
)
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u043a\u043c\u0442\u0432\u043d\u0433"
    "\u03b1\u03b5\u03bf\u03c1\u03c5\u03c7\u03b9\u03ba\u03bd\u03c4\u0131\u0251\u0261",
    "aeopcyxijshdqwkmtbhraeopuxikvtiag",
)
"""Letters of other alphabets that look like Latin ones, in lower case."""
_HIDDEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2800\u3164\uffa0]")


def hostile(text: str) -> bool:
    """Whether the line is no customer's wish: code, markup, or orders to whoever runs the shop's program."""
    return any(_HOSTILE.search(shape) for shape in _shapes(text))


def _shapes(text: str) -> Iterator[str]:
    """The text as it is seen; where it hides something, also what it then says."""
    shown = clean(text)
    yield shown
    if shown.isascii() and text.isascii():
        spaced = shown
    else:
        bare = "".join(
            sign
            for sign in unicodedata.normalize("NFKD", shown.casefold())
            if unicodedata.category(sign) != "Mn"
        )
        yield _HIDDEN.sub("", bare).translate(_LOOKALIKES)
        apart = "".join(
            " " if unicodedata.category(sign) == "Cf" else sign for sign in text[:8_000]
        )
        spaced = clean(_HIDDEN.sub(" ", apart))
        yield spaced
    if "\n" in spaced or "\r" in spaced:
        yield re.sub(r"\s+", " ", spaced)
