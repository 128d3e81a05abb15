"""Everything on the page can be done without a mouse, and nobody loses their place."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import OpenPage
from tests.simulator_page.conftest import BUDI, JAMES, SARI, Scene, chat, ready
from tests.simulator_page.showcase import inline, key, staff

pytestmark = pytest.mark.browser


async def tab_to(page: Page, target: Locator, *, back: bool = False, most: int = 40) -> None:
    """Press Tab until `target` has the focus; fails when it is never reached."""
    for _ in range(most):
        if await target.evaluate("(node) => node === document.activeElement"):
            return
        await page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"{target} is not reached by Tab")


async def focus_is_seen(page: Page) -> bool:
    """Whether what has the focus shows it, or the box around it does."""
    return bool(
        await page.evaluate(
            """() => {
                const node = document.activeElement;
                const box = node.closest('.composer-box');
                return getComputedStyle(node).outlineStyle !== 'none'
                    || Boolean(box && getComputedStyle(box).boxShadow !== 'none');
            }"""
        )
    )


async def test_a_conversation_by_keyboard_alone(scene: Scene, page: Page) -> None:
    """From the top of the page to START, a text, a tapped button and its answer: Tab and Enter."""
    sari = chat(page, SARI)
    await tab_to(page, sari.get_by_test_id("start"))
    await page.keyboard.press("Enter")
    assert (await scene.next_update("message"))["text"] == "/start"
    await tab_to(page, sari.get_by_test_id("composer"))
    await page.keyboard.type("Ada kopi?")
    await page.keyboard.press("Tab")
    await tab_to(page, sari.get_by_test_id("send"))
    await page.keyboard.press("Enter")
    assert (await scene.next_update("message"))["text"] == "Ada kopi?"
    sent = await scene.bot(
        "sendMessage",
        chat_id=SARI,
        text="Ada. Berapa?",
        reply_markup=inline([key("Satu"), key("Dua")]),
    )
    await tab_to(page, sari.get_by_role("button", name="Dua"), back=True)
    assert await focus_is_seen(page)
    await page.keyboard.press("Enter")
    query = await scene.next_update("callback_query")
    assert query["data"] == "Dua"
    await scene.bot("answerCallbackQuery", callback_query_id=query["id"])
    await scene.bot(
        "editMessageText",
        chat_id=SARI,
        message_id=sent["message_id"],
        text="Dua, baik. Lagi?",
        reply_markup=inline([key("Kurang"), key("Tambah")], [key("Selesai")]),
    )
    await expect(sari.get_by_role("button", name="Tambah")).to_be_focused()


async def test_the_focus_stays_with_a_message_whose_buttons_go(scene: Scene, page: Page) -> None:
    """The bubble has it when the keyboard was taken away, the log when the message was deleted."""
    sent = await scene.bot(
        "sendMessage", chat_id=SARI, text="Hapus?", reply_markup=inline([key("Ya")])
    )
    sari = chat(page, SARI)
    await sari.get_by_role("button", name="Ya", exact=True).focus()
    await scene.bot(
        "editMessageText", chat_id=SARI, message_id=sent["message_id"], text="Sedang dihapus"
    )
    await expect(sari.get_by_test_id("bubble")).to_be_focused()
    await scene.bot("deleteMessage", chat_id=SARI, message_id=sent["message_id"])
    await expect(sari.get_by_test_id("log")).to_be_focused()


async def test_the_attach_menu_by_arrows(scene: Scene, page: Page) -> None:
    """Arrows walk through the menu, Enter chooses, the dialogue keeps Tab inside, Esc gives back."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    sari = chat(page, SARI)
    await tab_to(page, sari.get_by_test_id("attach"))
    await page.keyboard.press("Enter")
    await expect(sari.get_by_test_id("attach-photo-sample")).to_be_focused()
    await page.keyboard.press("End")
    await expect(sari.get_by_test_id("attach-location")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    dialog = sari.get_by_test_id("contact-dialog")
    await expect(dialog.get_by_test_id("contact-own")).to_be_focused()
    inside = "(dialog) => dialog.contains(document.activeElement)"
    for press in ["Tab"] * 7 + ["Shift+Tab"] * 7:
        await page.keyboard.press(press)
        assert await dialog.evaluate(inside)
    await dialog.get_by_role("heading").click()
    await page.keyboard.press("Tab")
    assert await dialog.evaluate(inside)
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(sari.get_by_test_id("attach")).to_be_focused()


async def test_messages_by_arrows(scene: Scene, page: Page) -> None:
    """Up from the log reaches the newest message, up again the one before; Enter opens its menu."""
    for text in ("satu", "dua", "tiga"):
        await scene.control("send", chat_id=SARI, from_id=SARI, text=text)
    sari = chat(page, SARI)
    await expect(sari.get_by_test_id("message")).to_have_count(3)
    await tab_to(page, sari.get_by_test_id("log"))
    await page.keyboard.press("ArrowUp")
    await expect(sari.get_by_role("article", name="Sari")).to_have_count(3)
    await expect(sari.get_by_role("article", name=": tiga")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(sari.get_by_test_id("menu-reply")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(sari.get_by_test_id("reply-bar")).to_contain_text("dua")
    await expect(sari.get_by_test_id("composer")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(sari.get_by_test_id("reply-bar")).to_be_hidden()


async def test_code_and_hidden_text_by_keyboard(scene: Scene, page: Page) -> None:
    """Enter copies a code and uncovers a spoiler."""
    await scene.bot(
        "sendMessage",
        chat_id=SARI,
        text="<code>KOPI10</code> <tg-spoiler>diskon</tg-spoiler>",
        parse_mode="HTML",
    )
    sari = chat(page, SARI)
    await tab_to(page, sari.get_by_role("button", name="KOPI10"))
    await page.keyboard.press("Enter")
    await expect(sari.get_by_test_id("copy-toast")).to_be_visible()
    await tab_to(page, sari.get_by_test_id("spoiler"))
    await page.keyboard.press(" ")
    await expect(sari.get_by_text("diskon")).to_be_visible()


async def test_from_chat_to_chat(scene: Scene, page: Page) -> None:
    """Alt with down and up goes to the next and the last chat, ready to write."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    await expect(chat(page, SARI).get_by_test_id("composer")).to_be_visible()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(chat(page, SARI).get_by_test_id("composer")).to_be_focused()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(chat(page, BUDI).get_by_test_id("start")).to_be_focused()
    await page.keyboard.press("Alt+ArrowUp")
    await page.keyboard.press("Alt+ArrowUp")
    await expect(chat(page, scene.group).get_by_test_id("composer")).to_be_focused()


async def test_chats_on_a_phone_are_one_stop_and_arrows(scene: Scene, open_page: OpenPage) -> None:
    """The row of chats takes one Tab; arrows choose, and a message elsewhere takes no focus away."""
    page = await ready(await open_page(scene.sim.url, width=390, height=844))
    tabs = page.get_by_test_id("chat-tab")
    await tab_to(page, tabs.first)
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(chat(page, JAMES)).to_be_visible()
    await scene.bot("sendMessage", chat_id=SARI, text="Siap diambil")
    await expect(tabs.first.get_by_test_id("tab-unread")).to_have_text("1")
    await expect(tabs.nth(2)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(chat(page, JAMES).get_by_test_id("back")).to_be_focused()


async def test_topics_by_arrows(scene: Scene, page: Page) -> None:
    """The row of topics is one stop; an arrow chooses the next and keeps the focus."""
    forum = chat(page, await staff(scene))
    await expect(forum.get_by_test_id("topic")).to_have_count(5)
    await forum.get_by_test_id("topic").first.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    chosen = forum.get_by_role("tab", name="Pesanan")
    await expect(chosen).to_be_focused()
    await expect(chosen).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("End")
    await expect(forum.get_by_role("tab", name="Retur")).to_be_focused()


async def test_the_drawer_by_keyboard(scene: Scene, page: Page) -> None:
    """It opens with the focus in it, arrows change its tab, Esc closes it and gives the focus back."""
    toggle = page.get_by_test_id("drawer-toggle")
    await tab_to(page, toggle)
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("drawer-activity")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_test_id("drawer-parcels")).to_be_focused()
    await scene.control("parcels", waybill="JNE0123456789", courier="jne")
    await expect(page.get_by_test_id("parcel")).to_be_visible()
    await tab_to(page, page.get_by_test_id("parcel-next"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("parcel-status")).to_contain_text("BANDUNG")
    await expect(page.get_by_test_id("parcel-next")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("drawer")).to_have_count(0)
    await expect(toggle).to_be_focused()


async def test_language_and_theme_keep_the_focus(page: Page) -> None:
    """Their buttons have it still when the page was drawn in the other words and colours."""
    for name in ("language", "theme"):
        await tab_to(page, page.get_by_test_id(name))
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id(name)).to_be_focused()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_news_are_said(scene: Scene, page: Page) -> None:
    """New messages stand in a log that is read out, a bot's short answer in a region of its own."""
    await scene.bot("sendMessage", chat_id=SARI, text="Suka?", reply_markup=inline([key("Ya")]))
    sari = chat(page, SARI)
    log = page.get_by_role("log", name="Sari Wulandari")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log.get_by_test_id("message-text")).to_have_text("Suka?")
    await sari.get_by_role("button", name="Ya", exact=True).click()
    query = await scene.next_update("callback_query")
    await scene.bot("answerCallbackQuery", callback_query_id=query["id"], text="Terima kasih")
    await expect(page.get_by_role("status").filter(has_text="Terima kasih")).to_have_count(1)


async def test_nothing_moves_for_those_who_ask_for_calm(scene: Scene, page: Page) -> None:
    """With reduced motion the page starts no animation, whatever arrives or opens."""
    await page.emulate_media(reduced_motion="reduce")
    await scene.bot("sendChatAction", chat_id=SARI, action="typing")
    await expect(chat(page, SARI).get_by_test_id("typing")).to_be_visible()
    await page.get_by_test_id("drawer-toggle").click()
    assert await page.evaluate("document.getAnimations().length") == 0
    await page.emulate_media(reduced_motion="no-preference")
    assert await page.evaluate("document.getAnimations().length") > 0
