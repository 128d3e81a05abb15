"""Writing, tapping, copying and sharing on the page, with the bot's side played over its API."""

import pytest
from playwright.async_api import Page, expect

from tests.browser import OpenPage
from tests.simulator_page.conftest import AGUS, BUDI, SARI, Scene, chat, ready

pytestmark = pytest.mark.browser


async def test_a_typed_message_appears_and_reaches_the_bot(scene: Scene, page: Page) -> None:
    """START, then a text with Enter: both stand in the chat and come to the bot."""
    sari = chat(page, SARI)
    await sari.get_by_test_id("start").click()
    assert (await scene.next_update("message"))["text"] == "/start"
    await sari.get_by_test_id("composer").fill("Ada kopi Gayo?")
    await sari.get_by_test_id("composer").press("Enter")
    await expect(sari.get_by_test_id("message-text").last).to_have_text("Ada kopi Gayo?")
    await expect(sari.get_by_test_id("composer")).to_have_value("")
    update = await scene.next_update("message")
    assert (update["text"], update["from"]["id"]) == ("Ada kopi Gayo?", SARI)


async def test_a_tap_waits_for_the_answer_and_shows_it(scene: Scene, page: Page) -> None:
    """The button is busy until the bot answers; the answer is a toast; the edit is shown."""
    button = {"text": "Setujui", "callback_data": "ok", "style": "success"}
    sent = await scene.bot(
        "sendMessage",
        chat_id=scene.group,
        text="Pesanan baru",
        reply_markup={"inline_keyboard": [[button]]},
    )
    group = chat(page, scene.group)
    await group.get_by_test_id("speaker").select_option(str(AGUS))
    shown = group.get_by_test_id("inline-button")
    await expect(shown).to_have_attribute("data-style", "success")
    await shown.click()
    await expect(shown).to_have_attribute("aria-busy", "true")
    query = await scene.next_update("callback_query")
    assert (query["data"], query["from"]["id"]) == ("ok", AGUS)
    await scene.bot("answerCallbackQuery", callback_query_id=query["id"], text="Disetujui")
    await expect(group.get_by_test_id("callback-toast")).to_have_text("Disetujui")
    await expect(shown).not_to_have_attribute("aria-busy", "true")
    await scene.bot(
        "editMessageText", chat_id=scene.group, message_id=sent["message_id"], text="Sudah beres"
    )
    await expect(group.get_by_test_id("message-text")).to_have_text("Sudah beres")
    await expect(group.get_by_test_id("edited")).to_be_visible()
    await expect(shown).to_have_count(0)


async def test_an_alert_is_a_dialog_that_escape_closes(scene: Scene, page: Page) -> None:
    """show_alert opens a box on that phone; Esc closes it and the focus goes back."""
    keyboard = {"inline_keyboard": [[{"text": "Tolak", "callback_data": "no"}]]}
    await scene.bot("sendMessage", chat_id=SARI, text="Yakin?", reply_markup=keyboard)
    sari = chat(page, SARI)
    await sari.get_by_test_id("inline-button").click()
    query = await scene.next_update("callback_query")
    await scene.bot(
        "answerCallbackQuery",
        callback_query_id=query["id"],
        text="Hanya pemilik yang boleh.",
        show_alert=True,
    )
    await expect(sari.get_by_test_id("callback-alert-text")).to_have_text(
        "Hanya pemilik yang boleh."
    )
    await page.keyboard.press("Escape")
    await expect(sari.get_by_test_id("callback-alert")).to_have_count(0)
    await expect(sari.get_by_test_id("inline-button")).to_be_focused()


async def test_a_copy_button_fills_the_clipboard(scene: Scene, page: Page) -> None:
    """What the button holds, not its label, is in the clipboard, and the phone says so."""
    copy = {"text": "Salin nomor rekening", "copy_text": {"text": "8230112233"}}
    keyboard = {"inline_keyboard": [[copy]]}
    await scene.bot("sendMessage", chat_id=SARI, text="Transfer ke:", reply_markup=keyboard)
    sari = chat(page, SARI)
    await sari.get_by_test_id("inline-button").click()
    await expect(sari.get_by_test_id("copy-toast")).to_have_text("Disalin")
    assert await page.evaluate("navigator.clipboard.readText()") == "8230112233"


async def test_a_proof_of_transfer_is_sent_as_a_photo(scene: Scene, page: Page) -> None:
    """The sample picture goes through preview and caption to the bot, and opens large."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    sari = chat(page, SARI)
    await sari.get_by_test_id("attach").click()
    await sari.get_by_test_id("attach-photo-sample").click()
    await sari.get_by_test_id("caption").fill("Sudah transfer")
    await sari.get_by_test_id("dialog-confirm").click()
    await expect(sari.get_by_test_id("photo")).to_be_visible()
    await scene.next_update("message")
    update = await scene.next_update("message")
    assert update["caption"] == "Sudah transfer"
    assert update["photo"][-1]["width"] > 300
    await sari.get_by_test_id("photo").click()
    await expect(page.get_by_test_id("lightbox").locator("img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("lightbox")).to_have_count(0)


async def test_contact_and_location_are_shared(scene: Scene, page: Page) -> None:
    """A contact button asks first and shares the own number; a place is picked from the menu."""
    keyboard = {
        "keyboard": [[{"text": "Bagikan nomor", "request_contact": True}]],
        "one_time_keyboard": True,
    }
    await scene.bot("sendMessage", chat_id=BUDI, text="Nomor HP?", reply_markup=keyboard)
    budi = chat(page, BUDI)
    await budi.get_by_test_id("reply-button").click()
    await budi.get_by_test_id("dialog-confirm").click()
    contact = (await scene.next_update("message"))["contact"]
    assert contact["user_id"] == BUDI
    await expect(budi.get_by_test_id("contact")).to_contain_text(contact["phone_number"])
    await expect(budi.get_by_test_id("reply-keyboard")).to_have_count(0)
    await budi.get_by_test_id("attach").click()
    await budi.get_by_test_id("attach-location").click()
    await budi.get_by_test_id("place").filter(has_text="Malang").click()
    await expect(budi.get_by_test_id("location")).to_be_visible()
    location = (await scene.next_update("message"))["location"]
    assert round(location["latitude"], 1) == -8.0


async def test_a_reply_quotes_the_message_and_tells_the_bot(scene: Scene, page: Page) -> None:
    """A click on a bubble, "Balas", a text: the quote is shown and goes to the bot."""
    sent = await scene.bot("sendMessage", chat_id=scene.group, text="Alasan penolakan?")
    group = chat(page, scene.group)
    await group.get_by_test_id("bubble").last.click()
    await group.get_by_test_id("menu-reply").click()
    await expect(group.get_by_test_id("reply-bar")).to_contain_text("Alasan penolakan?")
    await group.get_by_test_id("composer").fill("Stok habis")
    await group.get_by_test_id("send").click()
    await expect(group.get_by_test_id("reply-quote")).to_contain_text("Alasan penolakan?")
    await expect(group.get_by_test_id("reply-bar")).to_be_hidden()
    update = await scene.next_update("message")
    assert update["reply_to_message"]["message_id"] == sent["message_id"]


async def test_hostile_text_is_shown_as_text(scene: Scene, open_page: OpenPage) -> None:
    """Neither a name, a text, a caption, a button nor a title becomes an element."""
    hostile = "<img src=x onerror=alert(1)><b>tebal</b>"
    mallory = (await scene.control("users", first_name=hostile[:64]))["id"]
    await scene.control("send", chat_id=mallory, from_id=mallory, text=hostile)
    keyboard = {"inline_keyboard": [[{"text": hostile, "callback_data": "x"}]]}
    await scene.bot("sendMessage", chat_id=mallory, text=hostile, reply_markup=keyboard)
    page = await ready(await open_page(scene.sim.url))
    column = chat(page, mallory)
    await expect(column.get_by_test_id("message-text")).to_have_text([hostile, hostile])
    await expect(column.get_by_test_id("inline-button")).to_have_text(hostile)
    assert await column.locator("img, script").count() == 0
    assert await column.get_by_text("tebal", exact=True).count() == 0


async def test_the_bots_formatting_is_kept(scene: Scene, page: Page) -> None:
    """Bold, code, quote, spoiler and commands are elements; a command answers to a click."""
    html = (
        "<b>Total</b> <code>174356</code> <blockquote>kode unik</blockquote>"
        ' <span class="tg-spoiler">rahasia</span> lalu /lacak'
    )
    await scene.bot("sendMessage", chat_id=SARI, text=html, parse_mode="HTML")
    text = chat(page, SARI).get_by_test_id("message-text").first
    await expect(text.locator("b")).to_have_text("Total")
    await expect(text.locator("blockquote")).to_have_text("kode unik")
    await text.get_by_test_id("spoiler").click()
    await expect(text.get_by_text("rahasia")).to_be_visible()
    await text.get_by_test_id("command-link").click()
    assert (await scene.next_update("message"))["text"] == "/lacak"
