"""parse_mode=HTML, entities given as such, and those that Telegram finds by itself."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent
from tests.simulator.behaviours.stated import API, ENTITIES, behaviour
from tests.simulator.conftest import Client
from tests.simulator.schema import Value

HTML = API + "html-style"
NESTING = API + "formatting-options"


async def read(client: Client, html: str) -> tuple[str, list[dict]]:
    """The text and entities of a message that is sent as HTML."""
    message = await sent(client, await client.user(), html, parse_mode="HTML")
    return message["text"], message.get("entities", [])


async def broken(client: Client, html: str) -> str:
    """What is said of HTML that can't be parsed."""
    refused = await client.refusal(
        "sendMessage", chat_id=await client.user(), text=html, parse_mode="HTML"
    )
    head, _, rest = refused.partition("can't parse entities: ")
    assert head == "Bad Request: "
    return rest


def entity(kind: str, offset: int, length: int, **more: Value) -> dict:
    """A MessageEntity."""
    return {"type": kind, "offset": offset, "length": length, **more}


async def reads_as(client: Client, kind: str, *openings: str) -> None:
    """Each of these tags makes an entity of this kind."""
    for opening in openings:
        tag = opening.split()[0]
        text, entities = await read(client, f"<{opening}>kopi</{tag}>")
        assert (text, entities) == ("kopi", [entity(kind, 0, 4)]), opening


@behaviour("<b> and <strong> are bold.", source=HTML)
async def test_bold(client: Client):
    await reads_as(client, "bold", "b", "strong")


@behaviour("<i> and <em> are italic.", source=HTML)
async def test_italic(client: Client):
    await reads_as(client, "italic", "i", "em")


@behaviour("<u> and <ins> are underlined.", source=HTML)
async def test_underline(client: Client):
    await reads_as(client, "underline", "u", "ins")


@behaviour("<s>, <strike> and <del> are struck through.", source=HTML)
async def test_strikethrough(client: Client):
    await reads_as(client, "strikethrough", "s", "strike", "del")


@behaviour('<tg-spoiler> and <span class="tg-spoiler"> are spoilers.', source=HTML)
async def test_spoiler(client: Client):
    await reads_as(client, "spoiler", "tg-spoiler", 'span class="tg-spoiler"')


@behaviour("<blockquote> is a quotation, with expandable a collapsed one.", source=HTML)
async def test_blockquote(client: Client):
    await reads_as(client, "blockquote", "blockquote")
    await reads_as(client, "expandable_blockquote", "blockquote expandable")


@behaviour("<code> and <pre> are of fixed width.", source=HTML)
async def test_code(client: Client):
    await reads_as(client, "code", "code")
    await reads_as(client, "pre", "pre")


@behaviour("<a href> is a link under a text of its own.", source=HTML)
async def test_inline_link(client: Client):
    found = await read(client, '<a href="http://www.example.com/">kopi</a>')
    assert found == ("kopi", [entity("text_link", 0, 4, url="http://www.example.com/")])


@behaviour("Nested pre and code tags name the programming language.", source=HTML)
async def test_language_of_pre(client: Client):
    found = await read(client, '<pre><code class="language-python">x = 1</code></pre>')
    assert found == ("x = 1", [entity("pre", 0, 5, language="python")])


@behaviour("A standalone code tag can't have a programming language.", source=HTML)
async def test_no_language_of_code(client: Client):
    found = await read(client, '<code class="language-python">x = 1</code>')
    assert found == ("x = 1", [entity("code", 0, 5)])


@behaviour("Only the documented tags are supported; another one is an error.", source=HTML)
async def test_other_tags(client: Client):
    for tag in ("p", "br", "div", "h1", "img"):
        assert await broken(client, f"<{tag}>") == f'Unsupported start tag "{tag}" at byte offset 0'


@behaviour("Of named references only lt, gt, amp and quot are supported.", source=HTML)
async def test_named_references(client: Client):
    assert (await read(client, "&lt;&gt;&amp;&quot;"))[0] == '<>&"'
    assert (await read(client, "&nbsp;&copy;"))[0] == "&nbsp;&copy;"


@behaviour("All numerical references are supported.", source=HTML)
async def test_numerical_references(client: Client):
    assert (await read(client, "&#65;&#x42;&#128512;"))[0] == "AB😀"


@behaviour("A < that is no part of a tag must be written as a reference.", source=HTML)
async def test_a_bare_sign(client: Client):
    assert (await broken(client, "2 < 3")).startswith('Unsupported start tag ""')
    assert await read(client, "2 &lt; 3") == ("2 < 3", [])


@behaviour("Bold, italic and the like can be part of each other.", source=NESTING)
async def test_styles_nest(client: Client):
    text, entities = await read(client, "<b>a<i>b<u>c</u></i></b>")
    kinds = [
        {e["type"] for e in entities if e["offset"] <= at < e["offset"] + e["length"]}
        for at in range(len(text))
    ]
    assert kinds == [{"bold"}, {"bold", "italic"}, {"bold", "italic", "underline"}]


@behaviour("A style is cut where another style begins inside it.", source=ENTITIES)
async def test_styles_are_cut(client: Client):
    _, entities = await read(client, "<u>a<s>b</s></u>")
    assert entities == [
        entity("underline", 0, 1),
        entity("underline", 1, 1),
        entity("strikethrough", 1, 1),
    ]


@behaviour("A style is cut where a mention inside it begins and ends.", source=ENTITIES)
async def test_styles_around_mentions(client: Client):
    _, entities = await read(client, "<i>@tests @tests</i>")
    assert entities == [
        entity("mention", 0, 6),
        entity("italic", 0, 6),
        entity("italic", 6, 1),
        entity("mention", 7, 6),
        entity("italic", 7, 6),
    ]


@behaviour("A style gives way to the code inside it.", source=ENTITIES)
async def test_styles_around_code(client: Client):
    _, entities = await read(client, "<s>a<code>b</code>c</s>")
    assert entities == [
        entity("strikethrough", 0, 1),
        entity("code", 1, 1),
        entity("strikethrough", 2, 1),
    ]


@behaviour("Touching styles of one kind are joined.", source=ENTITIES)
async def test_touching_styles(client: Client):
    assert (await read(client, "<b>a</b><b>b</b>"))[1] == [entity("bold", 0, 2)]


@behaviour("Styles that cross each other are cut until they nest.", source=ENTITIES)
async def test_crossing_styles(client: Client):
    given = [entity("italic", 0, 2), entity("bold", 1, 2)]
    message = await sent(client, await client.user(), "abc", entities=given)
    assert message["entities"] == [
        entity("italic", 0, 1),
        entity("bold", 1, 2),
        entity("italic", 1, 1),
    ]


@behaviour("Mentions and the like are found, not taken from the given list.", source=ENTITIES)
async def test_mentions_are_not_given(client: Client):
    given = [entity("mention", 0, 4)]
    message = await sent(client, await client.user(), "kopi @tests", entities=given)
    assert message["entities"] == [entity("mention", 5, 6)]


@behaviour(
    "An entity that begins or ends within a character, or behind the text, is an error.",
    source=ENTITIES,
)
async def test_places_of_entities(client: Client):
    begins, ends = "entity begins", "entity beginning at UTF-16 offset"
    for text, offset, length, words in (
        ("👉👉", 1, 1, f"{begins} in a middle of a UTF-16 symbol at byte offset 4"),
        ("👉👉", 0, 1, f"{ends} 0 ends in a middle of a UTF-16 symbol at byte offset 4"),
        ("é 👉", 0, 3, f"{ends} 0 ends in a middle of a UTF-16 symbol at byte offset 7"),
        ("aba caba", 3, 6, f"{ends} 3 ends after the end of the text at UTF-16 offset 9"),
        ("aba caba", 8, 1, f"{ends} 8 ends after the end of the text at UTF-16 offset 9"),
        ("aba caba", 9, 1, f"{begins} after the end of the text at UTF-16 offset 9"),
        ("aba caba", -1, 1, "receive an entity with incorrect offset -1"),
        ("aba caba", 0, -1, "receive an entity with incorrect length -1"),
    ):
        given = {"text": text, "entities": [entity("bold", offset, length)]}
        refused = await client.refusal("sendMessage", chat_id=await client.user(), **given)
        assert refused == f"Bad Request: {words}"


@behaviour("An entity of no length is dropped, wherever it stands.", source=ENTITIES)
async def test_no_length(client: Client):
    given = [entity("bold", 1, 0), entity("bold", 99, 0), entity("italic", 2, 2)]
    message = await sent(client, await client.user(), "👉👉", entities=given)
    assert message["entities"] == [entity("italic", 2, 2)]


@behaviour("The address of a link that is none is refused with the reason.", source=ENTITIES)
async def test_wrong_addresses(client: Client):
    sari = await client.user()
    for address, why in (
        ("not-a-url", "Wrong HTTP URL"),
        ("", "URL host is empty"),
        ("http://user@", "URL host is empty"),
        ("not a url", "Disallowed character in URL host"),
        ("ftp://example.com", "Unsupported URL protocol"),
    ):
        given = [entity("text_link", 0, 4) | {"url": address}]
        refused = await client.refusal("sendMessage", chat_id=sari, text="kopi", entities=given)
        assert refused == f"Bad Request: entity URL '{address}' is invalid: {why}"


@behaviour("A link to tg://user?id= is an inline mention of that user.", source=NESTING)
async def test_inline_mentions(client: Client):
    sari = await client.user()
    user = {"id": sari, "is_bot": False, "first_name": "Sari"}
    html = f'<a href="tg://user?id={sari}">kak</a>'
    _, (found,) = await read(client, html)
    assert (found["type"], found["user"]["id"]) == ("text_mention", sari)
    for parameters in (
        {"text": f"[kak](tg://user?id={sari})", "parse_mode": "MarkdownV2"},
        {"text": f"[kak](tg://user?id={sari})", "parse_mode": "Markdown"},
        {"text": "kak", "entities": [entity("text_link", 0, 3) | {"url": f"tg://user?id={sari}"}]},
        {"text": "kak", "entities": [entity("text_mention", 0, 3) | {"user": user}]},
    ):
        message = await client.result("sendMessage", chat_id=sari, **parameters)
        assert message["entities"] == [found]
    assert (await client.seen(sari))[-1]["html"] == '<span class="mention">kak</span>'


@behaviour("Only users whom the bot has met can be mentioned.", source=NESTING)
async def test_mentions_of_strangers(client: Client):
    assert await read(client, '<a href="tg://user?id=5">kak</a>') == ("kak", [])
    user = {"id": 5, "is_bot": False, "first_name": "Budi"}
    given = [entity("text_mention", 0, 3) | {"user": user}]
    refused = await client.refusal(
        "sendMessage", chat_id=await client.user(), text="kak", entities=given
    )
    assert refused == "Bad Request: user not found"


async def test_tags_that_are_not_built(client: Client):
    """Telegram knows custom emoji and dates: here they are refused by name, as in Markdown."""
    sari = await client.user()
    for tag, kind in (
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "custom_emoji"),
        ('<tg-time unix="1647531900">besok</tg-time>', "date_time"),
    ):
        refused = await client.refusal("sendMessage", chat_id=sari, text=tag, parse_mode="HTML")
        words = f"the simulator does not honour entities of the type {kind}"
        assert refused == f"Bad Request: {words}"


@behaviour("A reference to half a surrogate pair is an error.", source=ENTITIES)
async def test_half_a_pair(client: Client):
    assert await broken(client, "&#xDFDF;") == (
        "Text contains invalid Unicode characters after decoding HTML entities, "
        "check for unmatched surrogate code units"
    )


@behaviour("Pre and code contain no other entity.", source=NESTING)
async def test_nothing_in_code(client: Client):
    for tag in ("code", "pre"):
        text, entities = await read(client, f"<{tag}>a<b>b</b></{tag}>")
        assert (text, entities) == ("ab", [entity(tag, 0, 2)])


@behaviour("Quotations can't be nested.", source=NESTING)
async def test_one_quotation(client: Client):
    html = "<blockquote>a<blockquote expandable>b</blockquote>c</blockquote>"
    _, entities = await read(client, html)
    assert len(entities) == 1


@behaviour(
    "Entities can be given as a list instead of parse_mode.",
    source=API + "sendmessage",
)
async def test_given_entities(client: Client):
    given = [entity("bold", 0, 4), entity("text_link", 5, 4, url="https://example.com/")]
    message = await sent(client, await client.user(), "kopi susu", entities=given)
    assert message["entities"] == given


@behaviour(
    "Offset and length of an entity are counted in UTF-16 code units.", source=API + "messageentity"
)
async def test_utf16(client: Client):
    _, entities = await read(client, "😀é<b>👍🏽</b>")
    assert entities == [entity("bold", 3, 4)]


@behaviour(
    "A tag that is not closed is an error that names the tag.",
    source=ENTITIES,
)
async def test_unclosed(client: Client):
    assert await broken(client, "<b>x") == 'Can\'t find end tag corresponding to start tag "b"'


@behaviour("An error in HTML names its place in bytes of UTF-8.", source=ENTITIES)
async def test_byte_offset(client: Client):
    assert (await broken(client, "é😀<p>")).endswith("at byte offset 6")


@behaviour("A wrong end tag is an error that names both tags.", source=ENTITIES)
async def test_wrong_end_tag(client: Client):
    assert await broken(client, "<b>x</i>") == (
        'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'
    )


@behaviour(
    "Commands, mentions, tags, addresses and links in plain text get entities.",
    source=API + "messageentity",
)
async def test_found_entities(client: Client):
    text = "/start@jobs_bot @username #hashtag https://telegram.org do-not-reply@telegram.org"
    message = await sent(client, await client.user(), text)
    kinds = [item["type"] for item in message["entities"]]
    assert kinds == ["bot_command", "mention", "hashtag", "url", "email"]


@behaviour("Entities move along when characters before them are dropped.", source=ENTITIES)
async def test_dropped_characters(client: Client):
    given = [entity("bold", 4, 1)]
    message = await sent(client, await client.user(), "a\r\nb\u202ec", entities=[*given])
    assert message["text"] == "a\nbc"
    assert message.get("entities", []) == []
    given = [entity("bold", 3, 1), entity("italic", 5, 1)]
    message = await sent(client, await client.user(), "a\r\nb\u202ec", entities=given)
    assert message["entities"] == [entity("bold", 2, 1), entity("italic", 3, 1)]


@behaviour("What a reference stands for is cleaned as the text around it.", source=ENTITIES)
async def test_cleaned_references(client: Client):
    found = await read(client, "a&#13;<b>b</b>&#8238;<i>c</i>")
    assert found == ("abc", [entity("bold", 1, 1), entity("italic", 2, 1)])


@behaviour("Bare domains are links, with what follows them.", source=ENTITIES)
async def test_bare_domains(client: Client):
    assert await found(client, "Menu: toko-kopi.co.id/menu. Mulai.Sekarang") == {
        "url": ["toko-kopi.co.id/menu"]
    }


@behaviour("Phone numbers and cashtags in plain text get entities.", source=API + "messageentity")
async def test_numbers_and_cashtags(client: Client):
    assert await found(client, "Call +1-212-555-0123 or buy $USD") == {
        "phone_number": ["+1-212-555-0123"],
        "cashtag": ["$USD"],
    }


@behaviour("A hashtag or cashtag may name a chat: #hashtag@chatusername.", source=ENTITIES)
async def test_tags_of_a_chat(client: Client):
    assert await found(client, "#kopi@toko_kopi $USD@toko_kopi") == {
        "hashtag": ["#kopi@toko_kopi"],
        "cashtag": ["$USD@toko_kopi"],
    }


async def found(client: Client, text: str) -> dict[str, list[str]]:
    """The words that get an entity, by kind."""
    message = await sent(client, await client.user(), text)
    words: dict[str, list[str]] = {}
    for item in message.get("entities", []):
        stop = item["offset"] + item["length"]
        words.setdefault(item["type"], []).append(text[item["offset"] : stop])
    return words
