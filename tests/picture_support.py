"""Pictures of pages, small enough to be kept: with at most 256 colors, packed by the browser that took them."""

import base64
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page

# The commonest colors stay as they are, each other becomes the nearest of them.
REDUCE = """async source => {
    const image = await createImageBitmap(await (await fetch(source)).blob());
    const {width, height} = image, pen = new OffscreenCanvas(width, height).getContext("2d");
    pen.drawImage(image, 0, 0);
    const pixels = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer), counts = new Map();
    for (const color of pixels) counts.set(color, (counts.get(color) || 0) + 1);
    const parts = color => [color & 255, color >> 8 & 255, color >> 16 & 255];
    const kept = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 256).map(parts);
    const far = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
    const places = new Map();
    for (const color of counts.keys()) {
        let best = 0, one = parts(color);
        for (let place = 1; place < kept.length; place++)
            if (far(kept[place], one) < far(kept[best], one)) best = place;
        places.set(color, best);
    }
    const rows = new Uint8Array((width + 1) * height);
    for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) rows[y * (width + 1) + x + 1] = places.get(pixels[y * width + x]);
    let text = "";
    for (let start = 0; start < rows.length; start += 32768)
        text += String.fromCharCode(...rows.subarray(start, start + 32768));
    return {width, height, palette: kept.flat(), rows: btoa(text)};
}"""


def keep(page: Page, path: Path) -> None:
    """Save what the whole page looks like as a PNG with a palette."""
    source = base64.b64encode(page.screenshot(full_page=True)).decode()
    browser = page.context.browser
    assert browser
    blank = browser.new_page()  # where no content security policy stands in the way
    found = blank.evaluate(REDUCE, f"data:image/png;base64,{source}")
    blank.close()
    header = struct.pack(">IIBBBBB", found["width"], found["height"], 8, 3, 0, 0, 0)
    pixels = zlib.compress(base64.b64decode(found["rows"]), 9)
    parts = ((b"IHDR", header), (b"PLTE", bytes(found["palette"])), (b"IDAT", pixels), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
