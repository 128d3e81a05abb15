"""Videos: upload, file_id, what is said of them, albums with photos, edits, people's own."""

from __future__ import annotations

import base64
import struct
from io import BytesIO

import aiohttp
import pytest
from PIL import Image
from telegram import Bot, InputMediaPhoto, InputMediaVideo

from simulator.errors import ApiError
from simulator.files import FileStore, Upload
from simulator.ranges import part_of
from simulator.video import is_video, video_size
from tests.simulator.conftest import Client, png


def box(kind: bytes, body: bytes) -> bytes:
    """One box of an MPEG-4 file."""
    return struct.pack(">I", len(body) + 8) + kind + body


def mp4(width: int = 320, height: int = 240, seconds: int = 7, salt: bytes = b"") -> bytes:
    """The least file that says of itself that it is a video of this size and length."""
    header = bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80)
    track = bytes(76) + struct.pack(">II", width << 16, height << 16)
    sound = bytes(76) + struct.pack(">II", 0, 0)
    tracks = box(b"trak", box(b"tkhd", track)) + box(b"trak", box(b"tkhd", sound))
    movie = box(b"moov", box(b"mvhd", header) + tracks)
    return box(b"ftyp", b"isom" + bytes(8)) + movie + box(b"mdat", salt)


def jpeg(width: int = 90, height: int = 60) -> bytes:
    """A small JPEG."""
    out = BytesIO()
    Image.new("RGB", (width, height)).save(out, "JPEG")
    return out.getvalue()


async def test_an_uploaded_video_shows_what_its_header_says(client: Client):
    """Size, length and type; the page gets an address that plays."""
    sari = await client.user()
    sent = (await client.upload("sendVideo", {"video": mp4()}, chat_id=sari, caption="Kopi"))[
        "result"
    ]
    video = sent["video"]
    assert (video["width"], video["height"], video["duration"]) == (320, 240, 7)
    assert (video["mime_type"], sent["caption"]) == ("video/mp4", "Kopi")
    seen = (await client.seen(sari))[0]["video"]
    assert seen == {
        "width": 320,
        "height": 240,
        "duration": 7,
        "mime_type": "video/mp4",
        "url": f"/sim/files/{video['file_id']}",
    }
    async with client.http.get(seen["url"]) as answer:
        assert answer.content_type == "video/mp4"
        assert await answer.read() == mp4()


async def test_a_file_id_keeps_what_was_said_of_the_video(client: Client):
    """What is said wins over the header; with a file_id nothing new can be said."""
    sari = await client.user()
    said = {"width": 640, "height": 480, "duration": 9, "start_timestamp": 2}
    sent = (await client.upload("sendVideo", {"video": mp4()}, chat_id=sari, **said))["result"]
    assert {name: sent["video"][name] for name in said} == said
    again = await client.result(
        "sendVideo", chat_id=sari, video=sent["video"]["file_id"], duration=1
    )
    assert again["video"] == sent["video"]
    refused = await client.refusal("sendPhoto", chat_id=sari, photo=sent["video"]["file_id"])
    assert refused == "Bad Request: type of file mismatch: can't use file of type video as photo"


async def test_thumbnail_and_cover(client: Client):
    """A JPEG by upload, and any photo."""
    sari = await client.user()
    files = {"video": mp4(), "thumbnail": jpeg(), "c": png(4, 3)}
    body = await client.upload("sendVideo", files, chat_id=sari, cover="attach://c")
    video = body["result"]["video"]
    assert (video["thumbnail"]["width"], video["thumbnail"]["height"]) == (90, 60)
    assert (video["cover"][0]["width"], video["cover"][0]["height"]) == (4, 3)


@pytest.mark.parametrize(
    ("files", "params", "words"),
    [
        ({}, {}, "there is no video in the request"),
        ({}, {"video": ""}, "there is no video in the request"),
        ({}, {"video": "BAACunknown"}, "wrong file identifier/HTTP URL specified"),
        ({}, {"video": "attach://v"}, "there is no file named v in the request"),
        ({"video": b""}, {}, "file must be non-empty"),
        ({"video": mp4()}, {"duration": -1}, "wrong video width, height or duration specified"),
        (
            {"video": mp4()},
            {"duration": "lama"},
            'invalid value of the parameter "duration": an integer was expected',
        ),
        (
            {"video": mp4(), "thumbnail": png()},
            {},
            "the simulator takes a JPEG below 200 kB and 320 px as a thumbnail only",
        ),
        (
            {"video": mp4(), "thumbnail": jpeg(400, 300)},
            {},
            "the simulator takes a JPEG below 200 kB and 320 px as a thumbnail only",
        ),
        (
            {"video": mp4()},
            {"thumbnail": "AgACknown"},
            "the simulator takes uploaded thumbnails only: Telegram drops any other",
        ),
        ({"video": mp4(), "c": b"x"}, {"cover": "attach://c"}, "IMAGE_PROCESS_FAILED"),
        ({"video": mp4()}, {"caption": "x" * 1025}, "message caption is too long"),
        (
            {"video": mp4()},
            {"allow_paid_broadcast": True},
            "the simulator does not honour the parameter sendVideo.allow_paid_broadcast",
        ),
    ],
)
async def test_videos_that_are_refused(client: Client, files: dict, params: dict, words: str):
    """With the reason, and nothing arrives."""
    sari = await client.user()
    body = await client.upload("sendVideo", files, chat_id=sari, **params)
    assert body["description"] == f"Bad Request: {words}"
    assert await client.seen(sari) == []


async def test_what_is_no_video_arrives_as_a_document(client: Client):
    """ "Other formats may be sent as Document" (core.telegram.org/bots/api#sendvideo)."""
    sari = await client.user()
    body = await client.upload("sendVideo", {"video": b"<script>"}, chat_id=sari)
    assert "video" not in body["result"]
    assert body["result"]["document"]["file_name"] == "video.mp4"


async def test_albums_mix_photos_and_videos_but_not_documents(client: Client):
    """Source: core.telegram.org/bots/api#sendmediagroup."""
    sari = await client.user()
    media = [
        {"type": "photo", "media": "attach://p", "caption": "Kopi"},
        {"type": "video", "media": "attach://v", "width": 5, "height": 4, "duration": 3},
    ]
    files = {"p": png(), "v": mp4()}
    sent = (await client.upload("sendMediaGroup", files, chat_id=sari, media=media))["result"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert (sent[1]["video"]["width"], sent[1]["video"]["duration"]) == (5, 3)
    media[0] = {"type": "document", "media": "attach://p"}
    body = await client.upload("sendMediaGroup", files, chat_id=sari, media=media)
    assert body["description"] == ("Bad Request: document can't be mixed with other media types")


async def test_a_video_takes_the_place_of_a_text_and_keeps_its_caption_editable(client: Client):
    """editMessageMedia and editMessageCaption."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="Katalog")
    target = {"chat_id": sari, "message_id": sent["message_id"]}
    media = {"type": "video", "media": "attach://v"}
    body = await client.upload("editMessageMedia", {"v": mp4()}, **target, media=media)
    assert "text" not in body["result"]
    assert body["result"]["video"]["duration"] == 7
    assert (await client.result("editMessageCaption", **target, caption="Teh"))["caption"] == "Teh"
    picture = {"type": "photo", "media": "attach://p"}
    body = await client.upload("editMessageMedia", {"p": png()}, **target, media=picture)
    assert "video" not in body["result"]


async def test_a_persons_video_reaches_the_bot(client: Client):
    """{name, base64}."""
    sari = await client.user()
    video = {"name": "bukti.mp4", "base64": base64.b64encode(mp4()).decode()}
    await client.sim_post("/send", chat_id=sari, from_id=sari, video=video, caption="rusak")
    message = (await client.updates())[0]["message"]
    assert (message["video"]["file_name"], message["caption"]) == ("bukti.mp4", "rusak")
    file = await client.result("getFile", file_id=message["video"]["file_id"])
    assert file["file_path"].startswith("videos/")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (mp4(1920, 1080, 61), ("video/mp4", 1920, 1080, 61)),
        (box(b"ftyp", b"isom") + b"\0\0\0\1moov", ("video/mp4", 0, 0, 0)),
        (box(b"ftyp", b"isom") + box(b"moov", box(b"mvhd", b"\0")), ("video/mp4", 0, 0, 0)),
        (box(b"ftyp", b"isom") + b"\0\0\0\0moov", ("video/mp4", 0, 0, 0)),
        (b"\x1a\x45\xdf\xa3webm", ("video/webm", 0, 0, 0)),
    ],
)
def test_headers_whole_and_broken(content: bytes, expected: tuple[str, int, int, int]):
    """A broken header says nothing; it does not crash."""
    assert is_video(content)
    assert video_size(content) == expected


@pytest.mark.parametrize(
    ("wished", "status", "first", "last"),
    [
        (None, 200, 0, None),
        ("bytes=0-3", 206, 0, 4),
        ("bytes=4-", 206, 4, None),
        ("bytes=-4", 206, -4, None),
        ("bytes=2-999999", 206, 2, None),
        ("bytes=-999999", 206, 0, None),
        ("bytes=-", 200, 0, None),
        ("bytes=0-1,3-4", 200, 0, None),
        ("zeilen=1-2", 200, 0, None),
        ("bytes=999999-", 416, 0, 0),
        ("bytes=4-2", 416, 0, 0),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(
    wished: str | None, status: int, first: int, last: int | None
):
    """Source: RFC 9110, section 14."""
    content = mp4()
    got = part_of(content, wished)
    assert got[:2] == (status, content[first:last])
    assert ("content-range" in got[2]) is (status != 200)


async def test_a_part_of_a_video_over_http(client: Client):
    """206 with its place in the whole."""
    sari = await client.user()
    sent = (await client.upload("sendVideo", {"video": mp4()}, chat_id=sari))["result"]
    url = f"/sim/files/{sent['video']['file_id']}"
    async with client.http.get(url, headers={"Range": "bytes=4-7"}) as answer:
        assert (answer.status, await answer.read()) == (206, b"ftyp")
        assert answer.headers["content-range"] == f"bytes 4-7/{len(mp4())}"


def test_a_video_of_more_than_50_mb_is_too_big():
    """Source: core.telegram.org/bots/api#sending-files."""
    with pytest.raises(ApiError, match="Request Entity Too Large"):
        FileStore().put("video", Upload("x.mp4", mp4(salt=bytes(50 * 1024 * 1024))))


async def test_a_call_of_more_than_50_mb_is_not_read_to_its_end(client: Client):
    """413, as the server in front of the Bot API answers."""
    sari = await client.user()
    form = aiohttp.FormData({"chat_id": str(sari)})
    form.add_field("video", BytesIO(mp4(salt=bytes(52 * 1024 * 1024))), filename="x.mp4")
    url = f"/bot{client.world.token}/sendVideo"
    async with client.http.post(url, data=form) as answer:
        assert answer.status == 413
        body = await answer.json()
    assert body["description"] == "Request Entity Too Large"
    assert await client.seen(sari) == []


@pytest.mark.parametrize(
    "body",
    [
        b"--x\r\nbroken",
        b'--x\r\nContent-Disposition: form-data; name="video"; filename="v"\r\n\r\nhalf a file',
        b"",
    ],
)
async def test_a_broken_upload_is_a_bad_request(client: Client, body: bytes):
    """Never a crash."""
    await client.user()
    url = f"/bot{client.world.token}/sendVideo"
    headers = {"content-type": "multipart/form-data; boundary=x"}
    async with client.http.post(url, data=body, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"].startswith("Bad Request: ")


async def test_the_real_client_sends_videos_and_albums(client: Client, bot: Bot):
    """python-telegram-bot: upload, then file_id, and an album of both kinds."""
    sari = await client.user()
    sent = await bot.send_video(sari, mp4(), duration=7, cover=png(), thumbnail=jpeg())
    assert sent.video is not None
    assert (sent.video.width, sent.video.thumbnail.width) == (320, 90)
    again = await bot.send_video(sari, sent.video.file_id, caption="lagi")
    assert again.video == sent.video
    album = await bot.send_media_group(
        sari, [InputMediaVideo(mp4(salt=b"2"), width=1, height=2), InputMediaPhoto(png())]
    )
    assert (album[0].video.height, len(album[1].photo)) == (2, 1)
    edited = await sent.edit_media(InputMediaPhoto(png(5, 5)))
    assert edited.photo[0].width == 5
