"""Makes packages/jinja/src/__fixtures__/corpus.json.gz: what the real Jinja2 renders, or how it fails.

    python scripts/jinja-corpus.py                    the corpus (needs jinja2 3.1 on Python 3.11)
    python scripts/jinja-corpus.py --fuzz SEED N FILE  N random cases of another seed, for packages/jinja/testing/fuzz.ts

Settings are prompt flow's: sandboxed, trim_blocks, keep_trailing_newline, no autoescape, lenient undefined. A case is
[source, context, expected] with an optional fourth part, the name of a set of loadable templates. `expected` is a text,
or [kind, message, line, template]. Memory addresses are written as 0x0.
"""
import copy, gzip, json, pathlib, random, re, signal, sys, traceback

from jinja2 import TemplateSyntaxError, FunctionLoader
from jinja2.sandbox import SandboxedEnvironment

HERE = pathlib.Path(__file__).parent
CONTEXT = {
    "a": [1, 2, 3, 4, 5], "s": "hello world", "d": {"x": 1, "y": "z"}, "n": None, "t": True, "f": False, "fl": 1.5,
    "i": 7, "neg": -3, "one": 1.0, "big": 123456789012345678901234567890, "nums": [3, 1, 2.5, -4],
    "users": [{"name": "Ann", "age": 30, "ok": True, "tags": ["x", "y"]}, {"name": "bob", "age": 25, "ok": False, "tags": []},
              {"name": "Cid", "age": 35, "ok": True, "tags": ["y"]}],
    "u": "h\u00e9llo \u2713 \u65e5\u672c \U0001F600", "html": "<b>&\"x'</b>", "nested": {"a": {"b": [{"c": "deep"}]}},
    "empty": [], "es": "", "words": ["b", "A", "c"], "mixed": [1, "a", None, True, 1.5, {"k": "v"}, ["x"]], "q": "it's",
    "multi": "l1\nl2\n\nl3", "dd": {"b": 2, "a": 1, "C": 3}, "pairs": [["a", 1], ["b", 2]], "k": "x", "dollar": "a$b\\c\td",
    "text": "The quick brown fox jumps over the lazy dog. It's a well-known pangram -- or so they say; see e.g. wiki.",
    "history": [{"inputs": {"question": "Hi?"}, "outputs": {"answer": "Hello."}},
                {"inputs": {"question": "Why?"}, "outputs": {"answer": "Because."}}],
    "items": [1, 2], "inf": float("inf"), "nan": float("nan"), "tree": [{"v": 1, "c": [{"v": 2, "c": []}, {"v": 3, "c": []}]}],
    "_p": "private", "ud": {"_x": 1, "items": 2, "__class__": "own"}, "url": "see http://example.com/a?b=1&c=(d). mail me@x.org",
}
LOADERS = json.loads((HERE / "jinja-templates.json").read_text()) if (HERE / "jinja-templates.json").exists() else {}


class Slow(Exception):
    pass


def _alarm(*_):
    raise Slow()


signal.signal(signal.SIGALRM, _alarm)


def clean(text):
    return re.sub(r" id=\d+", " id=0", re.sub(r" at 0x[0-9a-f]{6,}", " at 0x0", text))


def expect(source, context, loader=None):
    """What Jinja2 makes of a template; None for what cannot be compared."""
    templates = LOADERS.get(loader) if loader else None
    fl = FunctionLoader(lambda n: (templates[n], n, lambda: True) if n in templates else None) if loader else None
    env = SandboxedEnvironment(trim_blocks=True, keep_trailing_newline=True, loader=fl)
    signal.setitimer(signal.ITIMER_REAL, 2)
    try:
        out = env.from_string(source).render(**copy.deepcopy(context))
        if len(out) > 20000:
            return None
        json.dumps(out).encode()
        out.encode()
        return None if re.search("(?i)0-?x-?[0-9a-f]-?[0-9a-f]-?[0-9a-f]{3,}", clean(out)) and "generator" in out.lower() else clean(out)
    except (Slow, MemoryError, RecursionError, UnicodeEncodeError):
        return None
    except TemplateSyntaxError as e:
        return [type(e).__name__, clean(e.message), e.lineno, e.filename or "<template>"]
    except Exception as e:
        signal.setitimer(signal.ITIMER_REAL, 0)
        names = {"<template>", *(templates or ())}
        frames = [f for f in traceback.extract_tb(e.__traceback__) if f.filename in names]
        where = [frames[-1].lineno, frames[-1].filename] if frames else [None, None]
        text = e.msg if isinstance(e, SyntaxError) else str(e)
        return [type(e).__name__, clean(text), *where]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    sys.path.insert(0, str(HERE))
    import jinja_cases as cases

    if sys.argv[1:2] == ["--fuzz"]:
        seed, count, path = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
        sources = cases.fuzz(random.Random(seed), count)
        out = [c for c in (case(s, None) for s in sources) if c]
        pathlib.Path(path).write_text(json.dumps({"contexts": [json.dumps(CONTEXT)], "templates": LOADERS, "cases": out}))
        print(len(out), "cases")
        return
    out, seen = [], set()
    hand = [(s, None) for s in cases.HAND] + cases.LOADED
    made = [(s, None) for s in cases.systematic()]
    fuzzed = [(s, None) for s in cases.fuzz(random.Random(20261121), 2600)]
    for source, loader in hand + made + fuzzed:
        if (source, loader) in seen:
            continue
        seen.add((source, loader))
        c = case(source, loader)
        if c:
            out.append(c)
    body = json.dumps({"contexts": [json.dumps(CONTEXT)], "templates": LOADERS, "cases": out}, ensure_ascii=False)
    path = HERE.parent / "packages/jinja/src/__fixtures__/corpus.json.gz"
    path.write_bytes(gzip.compress(body.encode(), 9, mtime=0))
    errors = sum(isinstance(c[2], list) for c in out)
    print(len(out), "cases,", errors, "of them errors,", path.stat().st_size, "bytes")


def case(source, loader):
    expected = expect(source, CONTEXT, loader)
    if expected is None or re.search(r"map\('string'\)+\|(replace|string\|length|upper)", source):
        return None  # a memory address, or its length
    return [source, 0, expected] + ([loader] if loader else [])


main()
