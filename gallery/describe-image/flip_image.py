"""Turns a PNG upside down. A flow of yours would use Pillow; the pictures here are simple enough for the standard library."""

import struct
import zlib

from promptflow.contracts.multimedia import Image
from promptflow.core import tool


@tool
def flip_image(image: Image) -> Image:
    signature, chunks = bytes(image[:8]), list(read_chunks(image))
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", chunks[0][1])
    if (depth, colour, interlace) != (8, 2, 0):
        raise ValueError("only PNG with eight bits a channel, without a palette and without interlacing")
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    size = 1 + 3 * width
    rows = [pixels[start : start + size] for start in range(0, size * height, size)]
    if any(row[0] for row in rows):
        raise ValueError("only PNG without filters")
    flipped = zlib.compress(b"".join(reversed(rows)), 9)
    parts = [(b"IHDR", chunks[0][1]), (b"IDAT", flipped), (b"IEND", b"")]
    return Image(signature + b"".join(chunk(*part) for part in parts), "image/png")


def read_chunks(data):
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        yield bytes(data[at + 4 : at + 8]), bytes(data[at + 8 : at + 8 + length])
        at += 12 + length


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
