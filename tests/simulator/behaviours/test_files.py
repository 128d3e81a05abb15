"""Photos, documents, albums and downloads."""

from __future__ import annotations

from tests.simulator.behaviours.stated import API, behaviour
from tests.simulator.conftest import Client, base64_png, png
from tests.simulator.test_video import mp4

SENDING = API + "sending-files"


async def photo_of(client: Client, chat_id: int) -> dict:
    """A photo that the bot sent."""
    body = await client.upload("sendPhoto", {"photo": png(4, 3)}, chat_id=chat_id)
    size: dict = body["result"]["photo"][-1]
    return size


@behaviour("A file that is on the servers can be sent again by its file_id.", source=SENDING)
async def test_by_file_id(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    size = await photo_of(client, sari)
    again = await client.result("sendPhoto", chat_id=budi, photo=size["file_id"])
    assert again["photo"][-1]["file_unique_id"] == size["file_unique_id"]


@behaviour("A photo can't be sent as a document by its file_id.", source=SENDING)
async def test_the_type_stays(client: Client):
    sari = await client.user()
    size = await photo_of(client, sari)
    body = await client.call("sendDocument", chat_id=sari, document=size["file_id"])
    assert body["error_code"] == 400


@behaviour("What a person sent can be sent on by its file_id.", source=SENDING)
async def test_a_persons_file(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    await client.sim_post("/send", chat_id=sari, from_id=sari, photo=base64_png())
    size = (await client.updates())[0]["message"]["photo"][-1]
    again = await client.result("sendPhoto", chat_id=budi, photo=size["file_id"])
    assert again["photo"][-1]["file_id"] == size["file_id"]


@behaviour(
    "A file is downloaded from /file/bot<token>/<file_path> with the path of getFile.",
    source=API + "getfile",
)
async def test_downloads(client: Client):
    size = await photo_of(client, await client.user())
    file = await client.result("getFile", file_id=size["file_id"])
    path = f"/file/bot{client.world.token}/{file['file_path']}"
    async with client.http.get(path) as answer:
        assert (answer.status, await answer.read()) == (200, png(4, 3))


@behaviour("A file_unique_id can't be used to download the file.", source=API + "file")
async def test_unique_ids_are_no_file_ids(client: Client):
    size = await photo_of(client, await client.user())
    assert size["file_unique_id"] != size["file_id"]
    assert (await client.call("getFile", file_id=size["file_unique_id"]))["ok"] is False


@behaviour("The same file keeps its file_unique_id over time.", source=API + "photosize")
async def test_unique_ids_stay(client: Client):
    sari = await client.user()
    first, second = await photo_of(client, sari), await photo_of(client, sari)
    assert first["file_unique_id"] == second["file_unique_id"]


@behaviour("A photo has a width and a height.", source=API + "photosize")
async def test_size(client: Client):
    size = await photo_of(client, await client.user())
    assert (size["width"], size["height"], size["file_size"]) == (4, 3, len(png(4, 3)))


@behaviour("attach://<name> means the upload of that name.", source=API + "inputmediaphoto")
async def test_attached(client: Client):
    sari = await client.user()
    media = [{"type": "photo", "media": f"attach://{name}"} for name in ("satu", "dua")]
    files = {"satu": png(5, 5), "dua": png(6, 6)}
    body = await client.upload("sendMediaGroup", files, chat_id=sari, media=media)
    assert [message["photo"][-1]["width"] for message in body["result"]] == [5, 6]


@behaviour(
    "sendMediaGroup returns an array of the messages that were sent.", source=API + "sendmediagroup"
)
async def test_albums_are_messages(client: Client):
    sari = await client.user()
    item = {"type": "photo", "media": (await photo_of(client, sari))["file_id"]}
    album = await client.result("sendMediaGroup", chat_id=sari, media=[item] * 3)
    assert len({message["message_id"] for message in album}) == 3


@behaviour("The messages of an album share their media_group_id.", source=API + "message")
async def test_albums_have_an_id(client: Client):
    sari = await client.user()
    album = [base64_png(shade) for shade in (1, 2)]
    await client.sim_post("/send", chat_id=sari, from_id=sari, album=album)
    groups = [update["message"]["media_group_id"] for update in await client.updates()]
    assert len(groups) == 2
    assert len(set(groups)) == 1


@behaviour(
    "Documents are grouped in an album with documents only.",
    source=API + "sendmediagroup",
)
async def test_albums_are_of_one_type(client: Client):
    sari = await client.user()
    media = [
        {"type": "document", "media": "attach://a"},
        {"type": "photo", "media": "attach://b"},
    ]
    files = {"a": png(), "b": png()}
    body = await client.upload("sendMediaGroup", files, chat_id=sari, media=media)
    assert body["ok"] is False
    media[1]["type"] = "document"
    body = await client.upload("sendMediaGroup", files, chat_id=sari, media=media)
    assert body["ok"] is True


@behaviour("A photo can be covered with a spoiler.", source=API + "sendphoto")
async def test_spoilers(client: Client):
    sari = await client.user()
    flags = {"chat_id": sari, "has_spoiler": True}
    body = await client.upload("sendPhoto", {"photo": png()}, **flags)
    assert body["result"]["has_media_spoiler"] is True


@behaviour("A caption can be shown above its photo.", source=API + "inputmediaphoto")
async def test_captions_above(client: Client):
    sari = await client.user()
    flags = {"chat_id": sari, "caption": "Kopi", "show_caption_above_media": True}
    body = await client.upload("sendPhoto", {"photo": png()}, **flags)
    assert body["result"]["show_caption_above_media"] is True


@behaviour("A document keeps the name and the type that it was sent with.", source=API + "document")
async def test_names(client: Client):
    sari = await client.user()
    document = {"name": "bukti.pdf", "base64": base64_png()}
    await client.sim_post("/send", chat_id=sari, from_id=sari, document=document)
    got = (await client.updates())[0]["message"]["document"]
    assert (got["file_name"], got["mime_type"]) == ("bukti.pdf", "application/pdf")


@behaviour("A video has a width, a height and a duration in seconds.", source=API + "video")
async def test_videos(client: Client):
    sari = await client.user()
    body = await client.upload("sendVideo", {"video": mp4(320, 240, 7)}, chat_id=sari)
    video = body["result"]["video"]
    assert (video["width"], video["height"], video["duration"]) == (320, 240, 7)


@behaviour("Photos and videos can stand in one album.", source=API + "sendmediagroup")
async def test_mixed_albums(client: Client):
    sari = await client.user()
    media = [{"type": "photo", "media": "attach://a"}, {"type": "video", "media": "attach://b"}]
    files = {"a": png(), "b": mp4()}
    body = await client.upload("sendMediaGroup", files, chat_id=sari, media=media)
    assert [sorted({"photo", "video"} & message.keys()) for message in body["result"]] == [
        ["photo"],
        ["video"],
    ]
