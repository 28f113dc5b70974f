"""Images as tools see them (spec 2.5): bytes that know their type."""

import base64
import hashlib

__all__ = ["Image", "PFBytes", "Text"]


class PFBytes(bytes):
    """Bytes with a media type. Equal by content."""

    def __new__(cls, value, mime_type, source_url=None):
        made = super().__new__(cls, value)
        made._hash = hashlib.sha1(value).hexdigest()[:8]
        made._mime_type = mime_type
        made._source_url = source_url
        return made

    def __reduce__(self):
        return type(self), (bytes(self), self._mime_type, self._source_url)

    @property
    def source_url(self):
        return self._source_url

    def to_base64(self, with_type=False):
        """Text in base64; with `with_type` as a data URL."""
        text = base64.b64encode(self).decode("ascii")
        return "data:%s;base64,%s" % (self._mime_type, text) if with_type else text

    def __millrace_json__(self):
        if self._source_url:
            return {"data:%s;url" % self._mime_type: self._source_url}
        return {"data:%s;base64" % self._mime_type: self.to_base64()}


class Image(PFBytes):
    def __new__(cls, value, mime_type=None, source_url=None):
        return super().__new__(cls, value, mime_type or _type_of(value), source_url)

    def __repr__(self):
        return "Image(%s)" % self._hash

    __str__ = __repr__

    def serialize(self, encoder=None):
        """What stands for the image in a text, or what the encoder makes of it."""
        return str(self) if encoder is None else encoder(self)


class Text(str):
    """Text of the openai-vision format, with its annotations (None where it came without)."""

    def __new__(cls, value, annotations=None):
        made = super().__new__(cls, value)
        made._annotations = annotations
        return made

    def __reduce__(self):
        return type(self), (str(self), self._annotations)

    @staticmethod
    def deserialize(data):
        text = data["text"]
        return Text(text["value"], text.get("annotations", [])) if isinstance(text, dict) else Text(text)

    def serialize(self):
        text = str(self)
        if self._annotations is not None:
            text = {"value": text, "annotations": self._annotations}
        return {"type": "text", "text": text}


def _type_of(value):
    """By the first bytes; the engine has the same table (`image-mime.ts`)."""
    head = bytes(value[:64])
    if head.startswith(b"\x89PNG\r\n\x1a\n") and b"acTL" in head[33:]:
        return "image/apng"
    for kind, starts in _STARTS:
        if head.startswith(starts):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"II*\x00", b"MM\x00*")) and len(head) > 9:
        return "image/x-canon-cr2" if head[8:10] == b"CR" else "image/tiff"
    return _BRANDS.get(head[8:12], "image/*") if head[4:8] == b"ftyp" else "image/*"


_STARTS = (
    ("image/vnd.dwg", b"AC10"),
    ("image/x-xcf", b"gimp xcf v"),
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/png", b"\x89PNG"),
    ("image/gif", b"GIF"),
    ("image/bmp", b"BM"),
    ("image/vnd.ms-photo", b"II\xbc"),
    ("image/vnd.adobe.photoshop", b"8BPS"),
    ("image/x-icon", b"\x00\x00\x01\x00"),
)
_BRANDS = {
    b"heic": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"avis": "image/avif",
}
