"""Pictures made small: the 256 most frequent colours of each, as a PNG of one byte a pixel."""

from __future__ import annotations

import base64
import struct
import zlib

from playwright.sync_api import Page

REDUCE = """async png => {
  const image = new Image(); image.src = 'data:image/png;base64,' + png; await image.decode();
  const {width, height} = image, canvas = new OffscreenCanvas(width, height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const seen = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer), count = new Map();
  for (const one of seen) count.set(one, (count.get(one) || 0) + 1);
  const parts = one => [one & 255, one >> 8 & 255, one >> 16 & 255];
  const frequent = [...count].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 256);
  const palette = frequent.map(([one]) => parts(one));
  const nearest = new Map();
  for (const one of count.keys()) {
    const [r, g, b] = parts(one); let best = 0, least = Infinity;
    palette.forEach(([x, y, z], at) => {
      const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (far < least) { least = far; best = at; }
    });
    nearest.set(one, best);
  }
  const text = bytes => {
    let said = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      said += String.fromCharCode(...bytes.slice(at, at + 8192));
    }
    return btoa(said);
  };
  const indices = Uint8Array.from(seen, one => nearest.get(one));
  return {width, height, palette: text(palette.flat()), indices: text(indices)};
}"""
"""Run in the browser, which reads pictures quickly: colours and the index of each pixel, in base64."""


def indexed(width: int, height: int, palette: bytes, indices: bytes) -> bytes:
    """A PNG of one byte a pixel: `palette` is three bytes a colour, `indices` one row after the other."""
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def squeezed(darkroom: Page, png: bytes) -> bytes:
    """The picture in its 256 most frequent colours, other pixels in the nearest of them."""
    told = darkroom.evaluate(REDUCE, base64.b64encode(png).decode())
    palette, indices = (base64.b64decode(told[part]) for part in ("palette", "indices"))
    return indexed(told["width"], told["height"], palette, indices)
