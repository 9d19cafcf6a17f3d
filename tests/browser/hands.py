"""How a person acts on a page: with a mouse, or with the keyboard alone. The same journey is walked with either."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150


class Hands(Protocol):
    """What a person does to a page, however they do it."""

    def press(self, target: Locator) -> None: ...

    def write(self, target: Locator, text: str) -> None: ...

    def choose(self, target: Locator) -> None: ...

    def pick(self, target: Locator, index: int) -> None: ...

    def main_action(self, target: Locator) -> None: ...


class Mouse:
    """Clicks, and fills fields."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def choose(self, target: Locator) -> None:
        target.check()

    def pick(self, target: Locator, index: int) -> None:
        target.select_option(index=index)

    def main_action(self, target: Locator) -> None:
        target.click()


class Keyboard:
    """Tab, Enter, Space and letters; nothing is clicked or touched."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self._focus(target)
        self.page.keyboard.press("Enter")

    def press_named(self, role: str, name: str) -> None:
        """Focus the element with this role and this exact name, and press Enter."""
        self.press(self.page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]

    def write(self, target: Locator, text: str) -> None:
        self._focus(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, target: Locator) -> None:
        self._focus(target)
        self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def pick(self, target: Locator, index: int) -> None:
        """An option of a select, by its place: arrows, from the first one."""
        self._focus(target)
        self.page.keyboard.press("Home")
        for _ in range(index):
            self.page.keyboard.press("ArrowDown")
        expect(target).to_have_js_property("selectedIndex", index)

    def main_action(self, target: Locator) -> None:
        """From the top of a fresh page: the first Tab finds the skip link, it works, and Tab reaches `target`; Enter."""
        self.page.keyboard.press("Tab")
        expect(self.page.locator(".skip-link")).to_be_focused()
        expect(self.page.locator(".skip-link")).to_be_in_viewport()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()
        element = target.element_handle()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if element.evaluate("element => element === document.activeElement"):
                self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"{self.page.url}: Tab never reaches {target}")

    def _focus(self, target: Locator) -> None:
        target.focus()
        expect(target).to_be_focused()
