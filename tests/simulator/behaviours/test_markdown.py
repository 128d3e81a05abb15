"""parse_mode=MarkdownV2, and the older Markdown."""

from __future__ import annotations

import pytest

from tests.simulator.behaviours.acting import sent, target
from tests.simulator.behaviours.stated import API, ENTITIES, behaviour
from tests.simulator.behaviours.test_entities import entity
from tests.simulator.conftest import Client

NEW = API + "markdownv2-style"
OLD = API + "markdown-style"


async def read(client: Client, text: str, mode: str = "MarkdownV2") -> tuple[str, list[dict]]:
    """The text and entities of a message that is sent as Markdown."""
    message = await sent(client, await client.user(), text, parse_mode=mode)
    return message["text"], message.get("entities", [])


async def broken(client: Client, text: str, mode: str = "MarkdownV2") -> str:
    """What is said of Markdown that can't be parsed."""
    refused = await client.refusal(
        "sendMessage", chat_id=await client.user(), text=text, parse_mode=mode
    )
    head, _, rest = refused.partition("can't parse entities: ")
    assert head == "Bad Request: "
    return rest


@behaviour(
    "*bold*, _italic_, __underline__, ~strikethrough~, ||spoiler|| and `code` are read.", source=NEW
)
async def test_marks(client: Client):
    marks = {
        "bold": "*",
        "italic": "_",
        "underline": "__",
        "strikethrough": "~",
        "spoiler": "||",
        "code": "`",
    }
    for kind, mark in marks.items():
        assert await read(client, f"{mark}kopi{mark}") == ("kopi", [entity(kind, 0, 4)])


@behaviour("[text](address) is a link under a text of its own.", source=NEW)
async def test_inline_link(client: Client):
    found = await read(client, "[kopi](http://www.example.com/)")
    assert found == ("kopi", [entity("text_link", 0, 4, url="http://www.example.com/")])


@behaviour("``` begins a block of code, and the word behind it names its language.", source=NEW)
async def test_code(client: Client):
    assert await read(client, "```\nx = 1```") == ("x = 1", [entity("pre", 0, 5)])
    found = await read(client, "```python\nx = 1```")
    assert found == ("x = 1", [entity("pre", 0, 5, language="python")])


@behaviour("> begins a line of a quotation; with || at its end it is expandable.", source=NEW)
async def test_quotations(client: Client):
    assert await read(client, ">a\n>b") == ("a\nb", [entity("blockquote", 0, 3)])
    assert await read(client, ">a\n>b||") == ("a\nb", [entity("expandable_blockquote", 0, 3)])


@behaviour("A quotation reaches over the line break at its end.", source=ENTITIES)
async def test_end_of_a_quotation(client: Client):
    assert await read(client, ">A\nB") == ("A\nB", [entity("blockquote", 0, 2)])


@behaviour("An empty bold between two quotations keeps them apart.", source=NEW)
async def test_two_quotations(client: Client):
    found = await read(client, ">a\n**>b")
    assert found == ("a\nb", [entity("blockquote", 0, 2), entity("blockquote", 2, 1)])


@behaviour(
    "Any character with code 1-126 can be escaped anywhere with a preceding backslash.", source=NEW
)
async def test_escapes(client: Client):
    signs = "_*[]()~`>#+-=|{}.!\\az5"
    assert (await read(client, "".join(f"\\{sign}" for sign in signs)))[0] == signs


@behaviour("A reserved character that is not escaped is an error that names it.", source=ENTITIES)
async def test_reserved(client: Client):
    for sign in "]()>#+-=|{}.!":
        assert await broken(client, f"a{sign}") == (
            f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"
        )


@behaviour("An entity without its end is an error that names its kind and byte.", source=ENTITIES)
async def test_unclosed(client: Client):
    assert await broken(client, "é*a") == "Can't find end of Bold entity at byte offset 2"


@behaviour("__ is greedily read as an underline, from left to right.", source=NEW)
async def test_greedy_underline(client: Client):
    found = await read(client, "___a_**__")
    assert found == ("a", [entity("italic", 0, 1), entity("underline", 0, 1)])
    assert (await broken(client, "___a___")).startswith("Can't find end of Italic entity")


@behaviour("Inside code only ` and \\ have a meaning.", source=NEW)
async def test_inside_code(client: Client):
    found = await read(client, "`*a_ \\` \\\\ .`")
    assert found == ("*a_ ` \\ .", [entity("code", 0, 9)])


@behaviour("Inside the address of a link only ) and \\ have a meaning.", source=NEW)
async def test_inside_addresses(client: Client):
    _, entities = await read(client, "[a](http://x.id/?q=(1\\)_*.!)")
    assert entities == [entity("text_link", 0, 1, url="http://x.id/?q=(1)_*.!")]


@behaviour("Styles nest, and cross nothing.", source=NEW)
async def test_nesting(client: Client):
    _, entities = await read(client, "*a _b_*")
    assert entities == [entity("bold", 0, 2), entity("bold", 2, 1), entity("italic", 2, 1)]
    assert await broken(client, "*a _b*_") == "Can't find end of Italic entity at byte offset 6"


@behaviour("Captions and edits are read in the same way.", source=API + "editmessagetext")
async def test_edits(client: Client):
    message = await sent(client, await client.user())
    edited = await client.result(
        "editMessageText", **target(message), text="*kopi*", parse_mode="MarkdownV2"
    )
    assert edited["entities"] == [entity("bold", 0, 4)]


@behaviour("The older Markdown has *bold*, _italic_, `code`, ``` and links.", source=OLD)
async def test_old(client: Client):
    found = await read(client, "*a* _b_ `c` [d](http://x.id/)", "Markdown")
    assert found == (
        "a b c d",
        [
            entity("bold", 0, 1),
            entity("italic", 2, 1),
            entity("code", 4, 1),
            entity("text_link", 6, 1, url="http://x.id/"),
        ],
    )
    found = await read(client, "```python\nx = 1```", "Markdown")
    assert found == ("x = 1", [entity("pre", 0, 5, language="python")])


@behaviour("In the older Markdown entities do not nest.", source=OLD)
async def test_old_nesting(client: Client):
    assert await read(client, "*a _b*", "Markdown") == ("a _b", [entity("bold", 0, 4)])


@behaviour("In the older Markdown only _, *, ` and [ are escaped, outside of entities.", source=OLD)
async def test_old_escapes(client: Client):
    assert (await read(client, "\\_\\*\\`\\[\\. a.b!", "Markdown"))[0] == "_*`[\\. a.b!"
    found = await read(client, "_snake_\\__case_", "Markdown")
    assert found == ("snake_case", [entity("italic", 0, 5), entity("italic", 6, 4)])


@behaviour("In the older Markdown an entity without its end is an error too.", source=ENTITIES)
async def test_old_unclosed(client: Client):
    said = "Can't find end of the entity starting at byte offset 2"
    assert await broken(client, "é*a", "Markdown") == said


@pytest.mark.parametrize("mode", ["markdownv2", "MARKDOWNV2"])
@behaviour("The name of a parse mode is read in any case.", source=ENTITIES)
async def test_any_case(client: Client, mode: str):
    assert await read(client, "*a*", mode) == ("a", [entity("bold", 0, 1)])
