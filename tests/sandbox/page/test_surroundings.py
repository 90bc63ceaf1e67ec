"""Around the conversation: people, the clock, the theme, a phone's width, a server that goes away, the network."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from tests.sandbox.page.stage import PHONE, Stage, sandbox_server

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

CONTRASTS = """theme => {
    document.documentElement.dataset.theme = theme;
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const colour = name => {
        document.body.style.color = `var(--${name})`;
        return getComputedStyle(document.body).color;
    };
    const luminance = grounds => {
        for (const name of grounds) { pen.fillStyle = colour(name); pen.fillRect(0, 0, 1, 1); }
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const pairs = [
        ["ink", "surface"], ["ink", "surface-own"], ["ink", "panel"], ["ink-soft", "surface"], ["ink-soft", "panel"],
        ["ink-soft", "hover"], ["ink-soft", "current"], ["ink-own-soft", "surface-own"], ["ink-wall", "wall"],
        ["ink-wall", "wall-deep"], ["ink-wall", "wall", "pill"], ["ink-wall", "wall-deep", "pill"],
        ["accent-deep", "surface"], ["accent-deep", "surface-own"], ["accent-deep", "wall-deep", "key"],
        ["accent-deep", "current"], ["accent", "panel"], ["on-accent", "accent"], ["on-accent", "accent-deep"],
        ["clay", "panel"], ["clay", "current"], ["on-toast", "toast"], ["warning-ink", "warning"],
        ["on-record", "record"], ["accent-deep", "panel"], ["accent-deep", "hover"],
    ];
    return Object.fromEntries(pairs.map(([ink, ...grounds]) => {
        const [low, high] = [luminance([ink]), luminance(grounds)].sort((one, other) => one - other);
        return [[ink, ...grounds].join(" on "), (high + 0.05) / (low + 0.05)];
    }));
}"""


async def test_a_second_person_is_added_and_has_a_chat_of_their_own(stage: Stage) -> None:
    await stage.begin("Alex was here")
    await stage.button("Add a person").click()
    await stage.page.keyboard.type("Kim")
    await stage.page.keyboard.press("Enter")
    await expect(stage.messages).to_have_count(0)

    await stage.begin("Kim was here")
    await expect(stage.messages).to_contain_text("Kim was here")
    await stage.page.get_by_role("navigation", name="People").get_by_role("button", name="Alex").click()
    await expect(stage.messages).to_contain_text("Alex was here")


async def test_blocking_takes_the_field_away_until_the_bot_is_unblocked(stage: Stage) -> None:
    await stage.button("More").click()
    await stage.page.get_by_role("menuitem", name="Block the bot").click()
    await expect(stage.field).to_be_hidden()

    await stage.button("Unblock the bot").click()
    await expect(stage.field).to_be_focused()


async def test_the_clock_moves_and_today_becomes_yesterday(stage: Stage) -> None:
    await stage.begin()
    clock = stage.page.get_by_role("region", name="clock")
    await expect(clock).to_contain_text("12:00")

    await clock.get_by_role("button", name="+1 h").click()
    await expect(clock).to_contain_text("13:00")
    await clock.get_by_label("Minutes to move the clock on").fill("5")
    await clock.get_by_role("button", name="+ minutes").click()
    await expect(clock).to_contain_text("13:05")
    await clock.get_by_role("button", name="Tomorrow’s prompt").click()
    await expect(clock).to_contain_text("Sunday 29 March")

    await expect(stage.page.get_by_role("heading", name="Yesterday")).to_be_visible()
    assert stage.sandbox.server.clock.now() == datetime(2026, 3, 29, 13, 5, tzinfo=UTC)


async def test_the_theme_is_toggled_and_kept(stage: Stage) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await stage.page.evaluate(ground)
    toggle = stage.button("Dark theme")
    await expect(toggle).to_have_attribute("aria-pressed", "false")

    await toggle.click()
    await stage.page.reload()

    await expect(toggle).to_have_attribute("aria-pressed", "true")
    assert await stage.page.evaluate(ground) != light


async def test_a_phone_shows_the_chat_alone_without_sideways_scrolling(stage: Stage) -> None:
    await stage.page.set_viewport_size(PHONE)
    await stage.begin("a" * 300)
    await stage.say("How tense?\n" + "b" * 300, [str(number) for number in range(6)], ["a" * 60])
    await expect(stage.messages).to_have_count(2)

    widths = await stage.page.evaluate(
        "[document.documentElement, document.getElementById('log')].map(n => n.scrollWidth)"
    )
    assert max(widths) <= PHONE["width"]
    await expect(stage.page.get_by_role("navigation", name="People")).to_be_hidden()
    await stage.button("People and clock").click()
    await expect(stage.page.get_by_role("navigation", name="People")).to_be_visible()
    await stage.page.keyboard.press("Escape")
    await expect(stage.button("People and clock")).to_be_focused()


async def test_a_server_that_restarts_is_found_again_with_its_new_state(stage: Stage) -> None:
    await stage.begin("before the restart")
    banner = stage.page.get_by_text("The sandbox is not answering")

    await stage.sandbox.server.stop()
    await expect(banner).to_be_visible()
    async with sandbox_server(stage.sandbox.server.port):
        await expect(banner).to_be_hidden(timeout=15_000)
        await expect(stage.messages).to_have_count(0)
        await stage.write("after it")
        await expect(stage.messages).to_contain_text("after it")


async def test_nothing_leaves_the_machine_and_the_console_stays_empty(stage: Stage) -> None:
    await stage.begin("https://example.org/ is only a link")
    await stage.say("Read https://example.org/ if you like.", ["Yes"])
    await expect(stage.messages.get_by_role("link")).to_have_count(2)

    assert {url for url in stage.requests if not url.startswith(f"{stage.sandbox.server.url}/")} == set()
    assert stage.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_ink_can_be_read_on_its_ground(stage: Stage, theme: str) -> None:
    """WCAG AA: 4.5 to 1 for words."""
    contrasts = await stage.page.evaluate(CONTRASTS, theme)
    assert {pair: ratio for pair, ratio in contrasts.items() if ratio < 4.5} == {}
