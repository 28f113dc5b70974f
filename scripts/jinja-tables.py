"""Writes packages/jinja/src/text/*.generated.ts: what Python's str knows and JavaScript does not. Run with Python 3.11."""
import html.entities, json, pathlib, sys

OUT = pathlib.Path(__file__).parent.parent / "packages/jinja/src/text"
ALL = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def char_ranges(test):
    out, start = [], None
    for c in range(0x110001):
        hit = c < 0x110000 and not 0xD800 <= c < 0xE000 and test(chr(c))
        if hit and start is None:
            start = c
        if not hit and start is not None:
            out.append(f"\\u{{{start:x}}}" + (f"-\\u{{{c - 1:x}}}" if c - 1 > start else ""))
            start = None
    return "".join(out)


def table(pairs):
    """Runs `first,length,offset` where a character maps to one at a fixed distance, else `char>text`."""
    runs, odd = [], []
    for c, text in pairs:
        if len(text) == 1:
            distance = ord(text) - ord(c)
            if runs and runs[-1][0] + runs[-1][1] == ord(c) and runs[-1][2] == distance:
                runs[-1][1] += 1
            else:
                runs.append([ord(c), 1, distance])
        else:
            odd.append(c + text)
    return {"runs": [f"{a:x},{n},{d}" for a, n, d in runs], "odd": odd}


def emit(name, body):
    head = f"// Made by scripts/jinja-tables.py with Python {sys.version.split()[0]}; do not edit.\n"
    (OUT / f"{name}.generated.ts").write_text(head + body, encoding="utf-8")


title = table([(c, c.title()) for c in ALL if c.title() != c.upper()])
fold = table([(c, c.casefold()) for c in ALL if c.casefold() != c.lower()])
numeric = char_ranges(lambda c: c.isnumeric())
digit = char_ranges(lambda c: c.isdigit())
emit(
    "characters",
    f"export const TITLE = {json.dumps(title)}\n"
    f"export const FOLD = {json.dumps(fold)}\n"
    f"export const NUMERIC = /^[{numeric}]+$/u\n"
    f"export const DIGIT = /^[{digit}]+$/u\n",
)
names = html.entities.html5
emit("entities", f"/** HTML's named entities: `name` and text, in turn. */\nexport const ENTITIES = {json.dumps(' '.join(f'{n} {t}' for n, t in names.items() if ' ' not in t), ensure_ascii=True)}\n")
