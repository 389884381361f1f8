"""The words of a PDF that Typst wrote, in the order in which they are drawn, and how many pages it has.

Only what Typst writes is understood: pages' content streams of two-byte glyph numbers, and a ToUnicode map per font.
"""

import re
import zlib

_PLAIN = rb"\\.|[^\\()]"
_NESTED = rb"(?:%b|\((?:%b|\((?:%b|\((?:%b)*\))*\))*\))*" % ((_PLAIN,) * 4)
"""A string may hold parentheses as they are, as long as they come in pairs; three deep is as far as glyph numbers go."""
_TEXT = re.compile(rb"/(\w+) [\d.]+ Tf|\((" + _NESTED + rb")\)|(ET)", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> int:
    """The number of pages."""
    return len(re.findall(rb"/Type/Page\b", pdf))


def words(pdf: bytes) -> str:
    """All text of the pages themselves (not of pictures on them), pieces that are drawn together on a line each."""
    found = []
    for page in re.finditer(rb"/Type/Page/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", pdf, re.S):
        resources = _object(pdf, int(page[1]))
        fonts = {name: _characters(pdf, int(number)) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)}
        found.append(_drawn(_stream(pdf, int(page[2])), fonts))
    return "\n".join(found)


def _drawn(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    text, font = [], {}
    for match in _TEXT.finditer(content):
        if match[1]:
            font = fonts[match[1]]
        elif match[3]:
            text.append("\n")
        else:
            codes = _unescaped(match[2])
            text.append("".join(font.get(codes[i] << 8 | codes[i + 1], "?") for i in range(0, len(codes) - 1, 2)))
    return "".join(text)


def _unescaped(text: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        return bytes([int(match[1], 8)]) if match[1].isdigit() else _ESCAPES.get(match[1], match[1])

    return re.sub(rb"\\([0-7]{1,3}|.)", one, text, flags=re.S)


def _characters(pdf: bytes, font: int) -> dict[int, str]:
    """Glyph number to characters, by the font's ToUnicode map."""
    number = re.search(rb"/ToUnicode (\d+) 0 R", _object(pdf, font))
    cmap = _stream(pdf, int(number[1])) if number else b""
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", cmap)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _object(pdf: bytes, number: int) -> bytes:
    begun = re.search(rb"(?:^|\n)%d 0 obj\n" % number, pdf)
    if begun is None:
        raise ValueError(f"no object {number}")
    return pdf[begun.end() : pdf.index(b"endobj", begun.end())]


def _stream(pdf: bytes, number: int) -> bytes:
    whole = re.search(rb"\n%d 0 obj\n<<(.*?)>>\nstream\n" % number, pdf, re.S)
    if whole is None:
        raise ValueError(f"no stream {number}")
    length = re.search(rb"/Length (\d+)", whole[1])
    data = pdf[whole.end() : whole.end() + int(length[1] if length else 0)]
    return zlib.decompress(data) if b"FlateDecode" in whole[1] else data
