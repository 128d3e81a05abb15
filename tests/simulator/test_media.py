"""Photos, documents, albums and the file endpoint."""

from __future__ import annotations

import json

import pytest

from simulator.errors import ApiError
from simulator.files import FileStore, Upload, image_size
from tests.simulator.conftest import Client, base64_png, png


async def test_an_uploaded_photo_can_be_fetched_again(client: Client):
    """Upload -> file_id -> getFile -> the same bytes; the page gets them too."""
    sari = await client.user()
    body = await client.upload(
        "sendPhoto",
        {"photo": png(3, 2)},
        chat_id=sari,
        caption="<b>a</b>",
        parse_mode="HTML",
    )
    photo = body["result"]["photo"][-1]
    assert (photo["width"], photo["height"]) == (3, 2)
    assert body["result"]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    file = await client.result("getFile", file_id=photo["file_id"])
    url = f"/file/bot{client.world.token}/{file['file_path']}"
    async with client.http.get(url) as answer:
        assert await answer.read() == png(3, 2)
    async with client.http.get((await client.seen(sari))[0]["photo_url"]) as answer:
        assert answer.content_type == "image/png"
        assert await answer.read() == png(3, 2)


async def test_a_file_id_sends_the_same_file_again(client: Client):
    """Also what a person sent; but a photo is no document."""
    sari = await client.user()
    await client.sim_post("/send", chat_id=sari, from_id=sari, photo=base64_png(), caption="bukti")
    photo = (await client.updates())[0]["message"]["photo"][-1]
    sent = await client.result("sendPhoto", chat_id=sari, photo=photo["file_id"])
    assert sent["photo"][-1] == photo
    refused = await client.refusal("sendDocument", chat_id=sari, document=photo["file_id"])
    assert refused == (
        "Bad Request: type of file mismatch: can't use file of type photo as document"
    )


async def test_a_persons_document_keeps_its_name(client: Client):
    """{name, base64}."""
    sari = await client.user()
    document = {"name": "bukti transfer.pdf", "base64": base64_png()}
    await client.sim_post("/send", chat_id=sari, from_id=sari, document=document)
    got = (await client.updates())[0]["message"]["document"]
    assert (got["file_name"], got["mime_type"]) == ("bukti transfer.pdf", "application/pdf")
    async with client.http.get(f"/sim/files/{got['file_id']}") as answer:
        assert answer.headers["content-disposition"] == "attachment"


async def test_albums_of_both_sides(client: Client):
    """One media_group_id over messages of their own; the caption is the first one's."""
    sari = await client.user()
    media = [
        {"type": "photo", "media": "attach://a", "caption": "Kopi"},
        {"type": "photo", "media": "attach://b"},
    ]
    files = {"a": png(shade=1), "b": png(shade=2)}
    sent = (await client.upload("sendMediaGroup", files, chat_id=sari, media=media))["result"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.get("caption") for message in sent] == ["Kopi", None]
    album = [base64_png(3), base64_png(4), base64_png(5)]
    theirs = await client.sim_post("/send", chat_id=sari, from_id=sari, album=album)
    assert len(theirs["update_ids"]) == 3
    updates = [update["message"] for update in await client.updates()]
    assert len({message["media_group_id"] for message in updates}) == 1


async def test_an_album_that_is_refused_leaves_nothing_behind(client: Client):
    """It is checked whole before its first picture is posted."""
    sari = await client.user()
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://no"}]
    body = await client.upload("sendMediaGroup", {"a": png()}, chat_id=sari, media=media)
    assert body["description"] == "Bad Request: there is no file named no in the request"
    assert await client.seen(sari) == []
    one = json.dumps(media[:1])
    body = await client.upload("sendMediaGroup", {"a": png()}, chat_id=sari, media=one)
    assert body["description"] == "Bad Request: wrong number of media: an album has 2-10 items"


async def test_media_can_be_edited_and_replace_a_text(client: Client):
    """editMessageMedia and editMessageCaption."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="Katalog")
    target = {"chat_id": sari, "message_id": sent["message_id"]}
    media = {"type": "photo", "media": "attach://p", "caption": "Kopi"}
    body = await client.upload("editMessageMedia", {"p": png()}, **target, media=media)
    assert "text" not in body["result"]
    assert body["result"]["caption"] == "Kopi"
    edited = await client.result("editMessageCaption", **target, caption="Teh")
    assert edited["caption"] == "Teh"
    refused = await client.refusal("editMessageText", **target, text="x")
    assert refused == "Bad Request: there is no text in the message to edit"
    refused = await client.refusal("editMessageCaption", **target, caption="x" * 1025)
    assert refused == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        ("", "there is no photo in the request"),
        (
            "https://example.com/x.png",
            "failed to get HTTP URL content: the simulator fetches nothing from outside",
        ),
        ("AgACunknown", "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_photos_that_cannot_be_found(client: Client, photo: str, words: str):
    """Unknown ids and outside addresses."""
    sari = await client.user()
    assert await client.refusal("sendPhoto", chat_id=sari, photo=photo) == f"Bad Request: {words}"


async def test_a_photo_that_is_none(client: Client):
    """IMAGE_PROCESS_FAILED."""
    sari = await client.user()
    body = await client.upload("sendPhoto", {"photo": b"GIF is not here"}, chat_id=sari)
    assert body["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


def test_files_that_are_too_big_or_empty():
    """Source: core.telegram.org/bots/api#sending-files (10 MB photos, 50 MB documents)."""
    store = FileStore()
    big = Upload("x.png", png() + bytes(10 * 1024 * 1024))
    for kind, upload_, words in (
        ("photo", big, "bytes is too big for a photo"),
        ("document", Upload("x", b""), "file must be non-empty"),
    ):
        with pytest.raises(ApiError, match=words):
            store.put(kind, upload_)
    assert store.put("document", big).content == big.content


def test_the_store_is_bounded():
    """The file unused for longest goes; what is sent again stays."""
    store = FileStore(limit=100)
    first = store.put("document", Upload("1", b"x" * 40))
    second = store.put("document", Upload("2", b"y" * 40))
    store.put("document", Upload("1", b"x" * 40))
    store.put("document", Upload("3", b"z" * 40))
    assert store.find(first.file_id) is not None
    assert store.find(second.file_id) is None
    assert store.at(second.path) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_sizes_are_read_from_headers(kind: str):
    """Against Pillow's own files."""
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (37, 21)).save(out, kind)
    found = image_size(out.getvalue())
    assert found == (f"image/{kind.lower()}", 37, 21)


def test_cut_and_foreign_files_have_no_size():
    """No crash on broken headers."""
    for content in (b"", b"\xff\xd8\xff", png()[:20], b"RIFF0000WEBPVP8X", b"\xff\xd8" + bytes(50)):
        assert image_size(content) is None
