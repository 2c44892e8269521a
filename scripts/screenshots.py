"""Takes the pictures that the README shows, of a real conversation on a real server."""

import io
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, ViewportSize

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.chromium import chromium
from tests.cast import Person, made
from tests.server import Server

TARGET = Path(__file__).parents[1] / "docs/images"
DESKTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, Server(Path(directory, "data")) as server:
        ada, ben = converse(server.url)
        with chromium() as browser:
            # Whoever has the page open is there.
            open_page(browser, ben, "light", DESKTOP)
            for name, scheme, size in (
                ("chatroom-light", "light", DESKTOP),
                ("chatroom-dark", "dark", DESKTOP),
                ("chatroom-phone", "light", PHONE),
            ):
                page = open_page(browser, ada, scheme, size)
                page.screenshot(path=TARGET / f"{name}.png")
                page.context.close()


def converse(url: str) -> tuple[Person, Person]:
    """A short conversation of three people in several rooms; returns who looks at it, and one other."""
    ada, ben, chen = (person(url, name) for name in ("ada", "ben", "chen"))
    question = ben.post("Morning! The **workshop** starts at ten. Who brings the projector?")
    ada.post("Slides are nearly done, one picture is missing.")
    found = chen.post("This one?", files=[chen.upload(picture(), "harbour.png", "image/png")["id"]])
    for somebody, emoji in (ada, "❤️"), (ben, "❤️"), (ben, "☀️"):
        react(somebody, found, emoji)
    ben.post("And here is the list of participants.", files=[participants(ben)])
    made(ben.api("PUT", f"/rooms/1/messages/{question['number']}/pin"))
    chen.post("To try it at home:\n```sh\nmake run  # prints its address\n```")
    ada.post("I do, it is packed. See you at ten :)", reply_to=question["number"])
    others(ada, ben, chen)
    ada.read_everything()
    ben.post("@ada may I show your drawing?", room=room(ada, "design", "public", ben, chen))
    made(ben.api("PUT", "/me/status", json={"emoji": "☕", "text": "Back in ten minutes"}))
    return ada, ben


def react(who: Person, message: dict[str, Any], emoji: str) -> None:
    made(who.api("PUT", f"/rooms/{message['room']}/messages/{message['number']}/reactions/{quote(emoji)}"))


def others(ada: Person, ben: Person, chen: Person) -> None:
    """The other rooms of the one who looks."""
    room(ada, "books", "public", chen)
    room(ada, "planning", "private", ben, chen)
    for somebody in ben, chen:
        made(ada.api("POST", "/rooms/direct", json={"users": [somebody.id]}))


def room(owner: Person, name: str, kind: str, *members: Person) -> int:
    """A room of just this name; returns its number."""
    number = int(
        made(owner.api("POST", "/rooms", json={"name": name, "kind": kind, "topic": ""}))["room"]["id"]
    )
    for member in members:
        made(owner.api("POST", f"/rooms/{number}/members", json={"user": member.id}))
    return number


def person(url: str, name: str) -> Person:
    somebody = Person(url, name)
    somebody.username = name
    return somebody.register().log_in()


def participants(uploader: Person) -> str:
    file = uploader.upload(b"%PDF-1.4\n" + b"0" * 183_000, "participants.pdf", "application/pdf")
    return str(file["id"])


def picture() -> bytes:
    """A harbour at dusk, drawn here so that nobody's photograph is needed."""
    image = Image.new("RGB", (960, 540))
    draw = ImageDraw.Draw(image)
    for y in range(540):
        share = y / 540
        draw.line([(0, y), (960, y)], (int(36 + 200 * share), int(58 + 90 * share), int(92 + 20 * share)))
    draw.ellipse([420, 250, 540, 370], (255, 214, 150))
    draw.rectangle([0, 330, 960, 540], (24, 52, 72))
    for row, y in enumerate(range(345, 540, 18)):
        width = 30 + row * 14
        draw.line([(480 - width, y), (480 + width, y)], (236, 178, 120), 3)
    draw.polygon([(190, 350), (330, 350), (300, 385), (215, 385)], (12, 26, 38))
    draw.polygon([(255, 170), (255, 340), (335, 340)], (238, 240, 236))
    draw.polygon([(247, 200), (247, 340), (190, 340)], (206, 212, 210))
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    return encoded.getvalue()


def open_page(browser: Browser, who: Person, scheme: str, size: ViewportSize) -> Page:
    context = browser.new_context(
        viewport=size,
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2 if size["width"] < 500 else 1,
        has_touch=size["width"] < 500,
        is_mobile=size["width"] < 500,
    )
    context.add_cookies([{"name": c.name, "value": c.value or "", "url": who.url} for c in who.http.cookies])
    page = context.new_page()
    page.goto(f"{who.url}/chatroom")
    page.get_by_label("Message", exact=True).wait_for()
    page.wait_for_function("() => [...document.images].every((image) => image.complete)")
    return page


if __name__ == "__main__":
    main()
