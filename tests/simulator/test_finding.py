"""What Telegram finds in plain text, kind by kind.

Source: the cases of test/message_entities.cpp of the open-source TDLib.
"""

from __future__ import annotations

import re

import pytest

from simulator.entities import finish
from simulator.finding import found

A32 = "abcdefghijabcdefghijabcdefghijab"
MENTIONS = [
    ("@mention", ["@mention"]),
    (" @mention ", ["@mention"]),
    ("@abc @xyz @abc @xyz @xxx@yyy @ttt", []),
    ("@abcde @xxxxx@yyyyy @ttttt", ["@abcde", "@xxxxx", "@ttttt"]),
    ("no@mention нет@mention", []),
    ("@n", []),
    (f"@{A32}", [f"@{A32}"]),
    (f"@{A32}c", []),
    (
        "@ya @gif @wiki @vid @bing @pic @bold @ImDb @cap ya cap @y @yar",
        ["@gif", "@wiki", "@vid", "@bing", "@pic", "@bold", "@ImDb"],
    ),
]
COMMANDS = [
    ("/abc", ["/abc"]),
    (" /abc ", ["/abc"]),
    ("/a@abc", ["/a@abc"]),
    ("/a@b", []),
    ("/@bfdsa", []),
    ("/test/", []),
    ("1/2 a/b </b> //x", []),
    (f"/{'a' * 64} /{'a' * 65}", [f"/{'a' * 64}"]),
]
HASHTAGS = [
    ("#", []),
    ("###", []),
    ("#a", ["#a"]),
    (" #я ", ["#я"]),
    (" я#a ", []),
    (" #a# ", []),
    (" #123 ", []),
    (" #123a ", ["#123a"]),
    (f" #{'1' * 300}", []),
    (f" #{'1' * 256}a ", []),
    (f" #{'1' * 255}a", [f"#{'1' * 255}a"]),
    (f" #{'1' * 255}a{'b' * 255}# ", []),
    ("#a#b #c #d", ["#c", "#d"]),
    ("#test@", ["#test"]),
    ("#test@ab", ["#test"]),
    ("#test@abc", ["#test@abc"]),
    ("#test@a-c", ["#test"]),
    (f"#test@{A32}c", [f"#test@{A32}"]),
    ("#te·st", ["#te·st"]),
    (f"😄#{'1' * 200}ООО{'2' * 200}", [f"#{'1' * 200}ООО{'2' * 53}"]),
    ("#a\u2122", ["#a"]),
]
CASHTAGS = [
    ("$", []),
    ("$$", []),
    ("$a $abc $я", []),
    ("$A", ["$A"]),
    ("$ABCDEFGH", ["$ABCDEFGH"]),
    ("$ABCDEFGHJ", []),
    (" $XYZ ", ["$XYZ"]),
    (" $$XYZ ", []),
    (" $XYZ$ ", []),
    (" $ABC1 $1ABC 1$ABC А$ABC", []),
    ("$ABC$DEF $GHI $KLM", ["$GHI", "$KLM"]),
    ("$TEST@", ["$TEST"]),
    ("$TEST@abc", ["$TEST@abc"]),
    (f"$TEST@{A32}c", ["$TEST"]),
    ("$1INC", []),
    ("...$1INCH...", ["$1INCH"]),
    ("$1INCHA", []),
    ("\u2122$ABC\u2122", ["$ABC"]),
]
LINKS = [
    ("telegram.org", ["telegram.org"]),
    ("(telegram.org)", ["telegram.org"]),
    ("\ntelegram.org)", ["telegram.org"]),
    (".telegram.org)", []),
    ("()telegram.org/?q=()", ["telegram.org/?q=()"]),
    ('"telegram.org"', ["telegram.org"]),
    (" telegram. org. www. com... telegram.org... ...google.com...", ["telegram.org"]),
    (" telegram.org. ", ["telegram.org"]),
    ("http://google,.com", []),
    ("http://telegram.org/?asd=123#123.", ["http://telegram.org/?asd=123#123"]),
    ("[http://google.com](test)", ["http://google.com"]),
    ("http://@google.com http://@@google.com", []),
    ("http://a@google.com", ["http://a@google.com"]),
    ("ftp://telegram.org", ["ftp://telegram.org"]),
    ("ftps://telegram.org sftp://telegram.org", []),
    ("tonsite://telegram.ton", ["tonsite://telegram.ton"]),
    ("hTtPs://telegram.org", ["hTtPs://telegram.org"]),
    ("аHTTP://telegram.org", ["HTTP://telegram.org"]),
    ("sHTTP://telegram.org ://telegram.org", []),
    ("http://  .com URL: .com .com http://.com", []),
    (",ahttp://google.com", ["http://google.com"]),
    (".ahttp://google.com", []),
    ("http://1.0 http://a.0 http://a.a", []),
    ("google.com:1#ab c", ["google.com:1#ab"]),
    ("google.com:1#", ["google.com:1"]),
    ("google.com:00000001/abs", ["google.com:00000001/abs"]),
    ("google.com:000000065536/abs", ["google.com"]),
    ("google.com:0/abs", ["google.com"]),
    ("google.com:65535", ["google.com:65535"]),
    ("google.com:100000", ["google.com"]),
    ("127.001 127.0.0.01 127.0.0.256 127.0.0.1000 1.0", []),
    ("127.0.0.1", ["127.0.0.1"]),
    ("www.🤙.tk", ["www.🤙.tk"]),
    ("a.ab test.abd", []),
    ("ТеСт.Москва", []),
    ("ТеСт.МоСкВа", ["ТеСт.МоСкВа"]),
    ("http://ÀТеСт.МоСкВач", ["http://ÀТеСт.МоСкВач"]),
    ("ÀÁ.com,ÀÁ.com.", ["ÀÁ.com", "ÀÁ.com"]),
    ("teiegram.org/test TeiegraM.org/test", []),
    ("http://test.google.com/?q=abc()}[]def", ["http://test.google.com/?q=abc()"]),
    ("http://test.google.com/?q=abc([{)]}def", ["http://test.google.com/?q=abc([{)]}def"]),
    ("http://test.google.com/?q=abc){}[]def", ["http://test.google.com/?q=abc"]),
    ("http://test-.google.com http://google_.com", []),
    ("http://test_.google.com", ["http://test_.google.com"]),
    ("/.b/..a    @.....@/. a.ba", ["a.ba"]),
    ("bbbbbbbbbbbbbb.@.@ @.", []),
    ("http://google.com?", ["http://google.com"]),
    ("http://google.com##", ["http://google.com##"]),
    ("https://www.google.com/ab,", ["https://www.google.com/ab"]),
    ("I have a good time.Thanks, guys!", []),
    ("go#ogle.com гришка.рф", ["гришка.рф"]),
    ("http://userid:password@example.com:8080", ["http://userid:password@example.com:8080"]),
    ("<tag>http://example.com</tag>", ["http://example.com"]),
    ("https://a.bc@c.com", ["https://a.bc@c.com"]),
    ("https://a.de[bc@c.com", ["https://a.de", "bc@c.com"]),
    ("https://a.de/bc@c.com", ["https://a.de/bc@c.com"]),
    ("https://de[bc@c.com", ["bc@c.com"]),
    ("https://de/bc@c.com", []),
    ("https://a.bc@test.com:cd.com", ["https://a.bc@test.com", "cd.com"]),
    ("telegram.Org", []),
    ("telegram.ORG", ["telegram.ORG"]),
    ("a.b.c.com.a.b.c", []),
    ("'views.py'", ["views.py"]),
    ("@views.py'", []),
    ("//AB.C.D.E.F.GH//", []),
    ("http://test.com?#", ["http://test.com?#"]),
    ("https://t.me/abcdef…", ["https://t.me/abcdef"]),
    ("https://t.me…", ["https://t.me"]),
    ("https://t.m… https://t.…", []),
    ("👉http://ab.com/cdefgh-1IJ", ["http://ab.com/cdefgh-1IJ"]),
    ("a@b@c.com", []),
    ("a.bc@c.com", ["a.bc@c.com"]),
    ("Look mailto:test@example.com", ["test@example.com"]),
    ("a@b.com:c@1", ["a@b.com"]),
    ("abc@c.com@d.com", []),
    ("a:b?@gmail.com a?:b@gmail.com", []),
    ("http://test_.com test_.com _test.com", []),
    ("_.test.com", ["_.test.com"]),
    ("toko.id toko-kopi.co.id/menu", ["toko.id", "toko-kopi.co.id/menu"]),
    ("Rp1.500.000 jam 10.30 v1.2.3 dll.", []),
    ("Selesai.Terima kasih", []),
]
APP_LINKS = [
    ("tg://", []),
    ("tg://a", ["tg://a"]),
    ("stg://a", ["tg://a"]),
    ("ton:asd tg:test ton://resolve TG://-_RESOLVE-_", ["ton://resolve", "TG://-_RESOLVE-_"]),
    ("tg://test/?", ["tg://test/"]),
    ("tg://test?", ["tg://test"]),
    ("tg://test/?asd", ["tg://test/?asd"]),
    ("tg://test/#", ["tg://test/#"]),
    ("tg://test/?.:;,('?!`.:;,('?!`", ["tg://test/"]),
    ("tg://test?as‖df", ["tg://test?as"]),
    ("tg://test?as)df", ["tg://test?as)df"]),
    ("tg://%30/sccct", []),
    ("tg://google.com", ["tg://google"]),
]
PHONES = [
    ("+1-212-555-0123", ["+1-212-555-0123"]),
    ("Hubungi +62 812-3456-7890, kak", ["+62 812-3456-7890"]),
    ("+6281234567890", ["+6281234567890"]),
    ("+62 (21) 555 0123.", ["+62 (21) 555 0123"]),
    ("08123456789 1+6281234567890 ++6281234567890", []),
    ("+62 +123456 +1234567890123456 +62812345678a", []),
]


def words(text: str, *kinds: str) -> list[str]:
    """What is found of these kinds."""
    return [text[start:stop] for kind, start, stop in found(text) if kind in kinds]


@pytest.mark.parametrize(
    ("kinds", "cases"),
    [
        (["mention"], MENTIONS),
        (["bot_command"], COMMANDS),
        (["hashtag"], HASHTAGS),
        (["cashtag"], CASHTAGS),
        (["url", "email"], LINKS),
        (["url"], APP_LINKS),
        (["phone_number"], PHONES),
    ],
    ids=["mentions", "commands", "hashtags", "cashtags", "links", "app-links", "phones"],
)
def test_found_as_tdlib_finds_it(kinds: list[str], cases: list[tuple[str, list[str]]]):
    """Each of the cases, by itself."""
    missed = {text: words(text, *kinds) for text, expected in cases}
    assert missed == dict(cases)


def test_kinds_that_overlap():
    """The first one stays; a longer one that begins at the same place wins."""
    text = "/help@shop_bot #kopi@toko a@b.id @sari.com $XYZ tg://user?id=5 +62812345678"
    assert [(kind, text[start:stop]) for kind, start, stop in found(text)] == [
        ("bot_command", "/help@shop_bot"),
        ("hashtag", "#kopi@toko"),
        ("email", "a@b.id"),
        ("mention", "@sari"),
        ("cashtag", "$XYZ"),
        ("url", "tg://user?id=5"),
        ("phone_number", "+62812345678"),
    ]


def test_offsets_are_in_utf_16():
    """As all offsets of entities are."""
    _, entities = finish("😀 toko.id", [])
    assert entities == [{"type": "url", "offset": 3, "length": 7}]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 40_000,
        "a." * 20_000,
        "." * 40_000,
        "a.b@" * 10_000,
        "@a." * 13_000,
        "a.id/" + "(" * 40_000,
        "a.id " * 8_000,
        "http://" * 5_000 + "a.id",
        "#" * 40_000,
        "#" + "1" * 40_000,
        "#a" * 20_000,
        "/a@" * 13_000,
        "$A" * 20_000,
        "+1" * 20_000,
        "+1 (" * 10_000,
        "a.id:" + "0" * 40_000,
        "tg://a/" + "?" * 40_000,
        "a.b-" * 10_000 + "@c.id",
        "+a" * 20_000 + "@b.id",
    ],
    ids=range(19),
)
def test_no_text_takes_for_ever(text: str):
    """However long and crooked; the suite's timeout would tell."""
    assert all(re.search(r"\S", text[start:stop]) for _, start, stop in found(text))
