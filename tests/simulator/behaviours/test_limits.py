"""How long, how many, how large, how often."""

from __future__ import annotations

import pytest

from simulator.errors import ApiError
from simulator.files import DOCUMENT_BYTES, DOWNLOAD_BYTES, PHOTO_BYTES, FileStore, Upload
from simulator.flood import Flood
from tests.simulator.behaviours.acting import YES, sent, tapped, target
from tests.simulator.behaviours.stated import API, FAQ, behaviour
from tests.simulator.conftest import Client, png
from tests.simulator.hand import Hand


@behaviour("A message's text has at most 4096 characters.", source=API + "sendmessage")
async def test_text_4096(client: Client):
    sari = await client.user()
    await sent(client, sari, "x" * 4096)
    refused = await client.refusal("sendMessage", chat_id=sari, text="x" * 4097)
    assert refused == "Bad Request: message is too long"


@behaviour(
    "The length of a new text is counted after its entities were parsed.",
    source=API + "editmessagetext",
)
async def test_text_is_counted_after_parsing(client: Client):
    sari = await client.user()
    old = await sent(client, sari)
    html = f"<b>{'&amp;' * 4096}</b>"
    edited = await client.result("editMessageText", **target(old), text=html, parse_mode="HTML")
    assert edited["text"] == "&" * 4096


@behaviour("A caption has at most 1024 characters after parsing.", source=API + "sendphoto")
async def test_caption_1024(client: Client):
    sari = await client.user()
    html = f"<i>{'c' * 1024}</i>"
    whole = {"chat_id": str(sari), "caption": html, "parse_mode": "HTML"}
    body = await client.upload("sendPhoto", {"photo": png()}, **whole)
    assert body["result"]["caption"] == "c" * 1024
    longer = whole | {"caption": "c" * 1025}
    body = await client.upload("sendPhoto", {"photo": png()}, **longer)
    assert body["description"] == "Bad Request: message caption is too long"


@behaviour("Callback data is 1-64 bytes, not characters.", source=API + "inlinekeyboardbutton")
async def test_callback_data_64_bytes(client: Client):
    sari = await client.user()
    for data, fits in (("x" * 64, True), ("é" * 32, True), ("é" * 33, False), ("", False)):
        markup = {"inline_keyboard": [[{"text": "a", "callback_data": data}]]}
        body = await client.call("sendMessage", chat_id=sari, text="x", reply_markup=markup)
        assert body["ok"] is fits
        assert fits or not data or body["description"] == "Bad Request: BUTTON_DATA_INVALID"


@behaviour("A copy button holds 1-256 characters.", source=API + "copytextbutton")
async def test_copy_text_256(client: Client):
    sari = await client.user()
    for text, fits in (("a", True), ("a" * 256, True), ("a" * 257, False), ("", False)):
        markup = {"inline_keyboard": [[{"text": "Salin", "copy_text": {"text": text}}]]}
        body = await client.call("sendMessage", chat_id=sari, text="x", reply_markup=markup)
        assert body["ok"] is fits


@behaviour(
    "The answer to a callback query has at most 200 characters.", source=API + "answercallbackquery"
)
async def test_callback_answer_200(client: Client):
    sari = await client.user()
    query = await tapped(client, await sent(client, sari, reply_markup=YES))
    answer = {"callback_query_id": query["id"]}
    refused = await client.refusal("answerCallbackQuery", **answer, text="x" * 201)
    assert refused == "Bad Request: MESSAGE_TOO_LONG"
    assert await client.result("answerCallbackQuery", **answer, text="x" * 200) is True


@behaviour("An album has 2-10 items.", source=API + "sendmediagroup")
async def test_album_2_to_10(client: Client):
    sari = await client.user()
    photo = await client.upload("sendPhoto", {"photo": png()}, chat_id=sari)
    item = {"type": "photo", "media": photo["result"]["photo"][-1]["file_id"]}
    for count, fits in ((1, False), (2, True), (10, True), (11, False)):
        body = await client.call("sendMediaGroup", chat_id=sari, media=[item] * count)
        assert body["ok"] is fits


@behaviour("1-100 messages can be deleted at once.", source=API + "deletemessages")
async def test_delete_100_at_once(client: Client):
    sari = await client.user()
    for count, fits in ((0, False), (1, True), (100, True), (101, False)):
        ids = list(range(1, count + 1))
        body = await client.call("deleteMessages", chat_id=sari, message_ids=ids)
        assert body["ok"] is fits


@behaviour("A menu holds at most 100 commands.", source=API + "setmycommands")
async def test_menu_of_100(client: Client):
    menu = [{"command": f"c{n}", "description": "x"} for n in range(101)]
    assert (await client.call("setMyCommands", commands=menu))["ok"] is False
    await client.result("setMyCommands", commands=menu[:100])
    assert len(await client.result("getMyCommands")) == 100


@behaviour(
    "A command is 1-32 lowercase English letters, digits and underscores.",
    source=API + "botcommand",
)
async def test_command_names(client: Client):
    names = {"a": True, "a_1" * 10: True, "a" * 33: False, "Menu": False, "kafé": False, "": False}
    for name, fits in names.items():
        menu = [{"command": name, "description": "x"}]
        assert (await client.call("setMyCommands", commands=menu))["ok"] is fits, name


@behaviour(
    "The description of a command has 1-256 characters.",
    source=API + "botcommand",
)
async def test_command_descriptions(client: Client):
    for length, fits in ((0, False), (1, True), (256, True), (257, False)):
        menu = [{"command": "menu", "description": "d" * length}]
        assert (await client.call("setMyCommands", commands=menu))["ok"] is fits


@behaviour("A bot's description has at most 512 characters.", source=API + "setmydescription")
async def test_description_512(client: Client):
    await client.result("setMyDescription", description="d" * 512)
    assert (await client.call("setMyDescription", description="d" * 513))["ok"] is False


@behaviour(
    "A bot's short description has at most 120 characters.", source=API + "setmyshortdescription"
)
async def test_short_description_120(client: Client):
    await client.result("setMyShortDescription", short_description="d" * 120)
    refused = await client.call("setMyShortDescription", short_description="d" * 121)
    assert refused["ok"] is False


@behaviour(
    "The placeholder of a reply keyboard has 1-64 characters.", source=API + "replykeyboardmarkup"
)
async def test_placeholder_64(client: Client):
    sari = await client.user()
    for length, fits in ((0, False), (1, True), (64, True), (65, False)):
        markup = {"keyboard": [["Menu"]], "input_field_placeholder": "p" * length}
        body = await client.call("sendMessage", chat_id=sari, text="x", reply_markup=markup)
        assert body["ok"] is fits


@behaviour("The radius of uncertainty of a location is 0-1500 metres.", source=API + "sendlocation")
async def test_accuracy_1500(client: Client):
    sari = await client.user()
    place = {"chat_id": sari, "latitude": -6.2, "longitude": 106.8}
    sent_place = await client.result("sendLocation", **place, horizontal_accuracy=1500)
    assert sent_place["location"]["horizontal_accuracy"] == 1500
    assert (await client.call("sendLocation", **place, horizontal_accuracy=1501))["ok"] is False


@behaviour("A photo is at most 10 MB in size.", source=API + "sendphoto")
def test_photo_10_mb():
    padding = bytes(PHOTO_BYTES - len(png()))
    assert FileStore().put("photo", Upload("p.png", png() + padding)).width == 2
    words = "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
    with pytest.raises(ApiError, match=f"^Bad Request: {words}$"):
        FileStore().put("photo", Upload("p.png", png() + padding + b"x"))


@behaviour("A photo's width and height do not exceed 10000 in total.", source=API + "sendphoto")
def test_photo_10000_in_total():
    assert FileStore().put("photo", Upload("p.png", png(9_000, 1_000))).height == 1_000
    with pytest.raises(ApiError, match="PHOTO_INVALID_DIMENSIONS"):
        FileStore().put("photo", Upload("p.png", png(9_001, 1_000)))


@behaviour("A photo's width and height have a ratio of at most 20.", source=API + "sendphoto")
def test_photo_ratio_20():
    assert FileStore().put("photo", Upload("p.png", png(100, 5))).width == 100
    with pytest.raises(ApiError, match="PHOTO_INVALID_DIMENSIONS"):
        FileStore().put("photo", Upload("p.png", png(101, 5)))


@behaviour("A bot can send files of up to 50 MB.", source=API + "senddocument")
def test_document_50_mb():
    whole = bytes(DOCUMENT_BYTES)
    assert len(FileStore().put("document", Upload("a.bin", whole)).content) == 50 * 2**20
    with pytest.raises(ApiError, match=r"^Request Entity Too Large$") as refused:
        FileStore().put("document", Upload("a.bin", whole + b"x"))
    assert refused.value.code == 413


@behaviour("A bot can download files of up to 20 MB.", source=API + "getfile")
async def test_download_20_mb(client: Client):
    files = client.world.files
    fits = files.put("document", Upload("a.bin", bytes(DOWNLOAD_BYTES)))
    larger = files.put("document", Upload("b.bin", bytes(DOWNLOAD_BYTES + 1)))
    got = await client.result("getFile", file_id=fits.file_id)
    assert got["file_size"] == 20 * 2**20
    refused = await client.refusal("getFile", file_id=larger.file_id)
    assert refused == "Bad Request: file is too big"


@behaviour(
    "More than one message per second to one chat passes in short bursts only.",
    source=FAQ + "my-bot-is-hitting-limits-how-do-i-avoid-this",
)
async def test_one_per_second_to_a_chat(client: Client):
    client.world.flood = Flood("strict", hand := Hand())
    sari = await client.user()
    for chat in (sari, await client.group([sari])):
        answers = [await client.call("sendMessage", chat_id=chat, text="x") for _ in range(5)]
        assert answers[0]["ok"]
        assert answers[-1]["error_code"] == 429
        for _ in range(10):
            hand.now += 1.0
            await sent(client, chat)


@behaviour(
    "A group gets no more than 20 messages per minute from a bot.",
    source=FAQ + "my-bot-is-hitting-limits-how-do-i-avoid-this",
)
async def test_twenty_per_minute_to_a_group(client: Client):
    client.world.flood = Flood("strict", hand := Hand())
    group = await client.group([await client.user()])
    for second in range(20):
        hand.now = float(second * 2)
        await sent(client, group)
    hand.now = 59.0
    assert (await client.call("sendMessage", chat_id=group, text="x"))["error_code"] == 429
    hand.now = 60.0
    await sent(client, group)


@behaviour(
    "Bulk notifications pass at about 30 messages per second over all chats.",
    source=FAQ + "my-bot-is-hitting-limits-how-do-i-avoid-this",
)
async def test_thirty_per_second_over_all(client: Client):
    client.world.flood = Flood("strict", hand := Hand())
    people = [await client.user(f"Pembeli {n}") for n in range(31)]
    for person in people[:30]:
        await sent(client, person)
    assert (await client.call("sendMessage", chat_id=people[30], text="x"))["error_code"] == 429
    hand.now = 1.0
    await sent(client, people[30])


@behaviour(
    "A 429 names the seconds left to wait, after which the request can be repeated.",
    source=API + "responseparameters",
)
async def test_retry_after_is_true(client: Client):
    client.world.flood = Flood("strict", hand := Hand())
    group = await client.group([await client.user()])
    for second in range(20):
        hand.now = float(second)
        await sent(client, group)
    hand.now = 32.0
    body = await client.call("sendMessage", chat_id=group, text="x")
    wait = body["parameters"]["retry_after"]
    assert body["description"] == f"Too Many Requests: retry after {wait}"
    hand.now += wait - 1
    assert (await client.call("sendMessage", chat_id=group, text="x"))["error_code"] == 429
    hand.now += 1
    await sent(client, group)
