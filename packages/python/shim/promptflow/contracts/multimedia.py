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
        """`{"data:<type>;base64": …}`, or what the encoder makes of the image."""
        return self.__millrace_json__() if encoder is None else encoder(self)


class Text(str):
    def serialize(self):
        return str(self)


def _type_of(value):
    for start, kind in _STARTS:
        if value.startswith(start):
            return kind
    return "image/*"


_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"RIFF", "image/webp"),
    (b"II*\x00", "image/tiff"),
)
