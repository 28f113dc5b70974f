import { MillraceError, type ToolSignature, type ToolSource } from "@internal/schema"
import { expect, test } from "vitest"
import { Play } from "./testing/play.ts"

const MODULE = `
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, TypedDict, Union
from enum import Enum
from promptflow.core import AzureOpenAIModelConfiguration, OpenAIModelConfiguration
from promptflow.connections import CustomConnection
from promptflow.tracing import trace
from other import elsewhere

class Two(TypedDict):
    a: int
    b: str

@dataclass
class Fields:
    x: float
    y: dict

class Nested(TypedDict):
    a: List[int]

def plain(a, b=1, c="x", d=None, e=1.5, f=True, g=[1]): return 1
def annotated(a: str, b: int, c: float = 2.0, d: bool = False, e: list = [], f: dict = None) -> str: return ""
def optional(a: Optional[int] = None, b: Optional[str] = "q") -> Optional[str]: return ""
def typed(a: str) -> Two: return {}
def fields(a: str) -> Fields: return Fields(1.0, {})
def kwargs(a, *args, b=2, **rest): return 1
async def waits(a: str): return 1
async def streams(a: str): yield 1
@trace
def traced(a: int): return a
def generic(a: List[str]): return 1
def anything(a: Any): return 1
def either(a: int | None = None): return 1
def textual(a: "int"): return 1
def returns(a) -> int: return 1
def nested(a) -> Nested: return {}

class Grader:
    def __init__(self, conn: CustomConnection, model: AzureOpenAIModelConfiguration, t: float = 0.5): pass
    def __call__(self, answer: str) -> Two: return {}
    def __aggregate__(self, results): return {}

class Base:
    def __init__(self, k="v"): pass
    def __call__(self, x: int): return x
class Derived(Base):
    @staticmethod
    def __aggregate__(results): return {}
class Bare:
    def __call__(self, x: int): return x
    def __aggregate__(self, *results): return {}
class Either:
    def __init__(self, c: Union[AzureOpenAIModelConfiguration, OpenAIModelConfiguration]): pass
    def __call__(self, x: int): return x
class NoCall: pass
`
const FILES = {
  "flow.py": MODULE,
  "other.py": "def elsewhere(z: str = 'zz'): return z\n",
  "pkg/inner.py": "def fn(q): return q\n",
}
const NAMES = [...MODULE.matchAll(/^(?:async )?(?:def|class) (\w+)/gm)].flatMap(([, name]) =>
  name && !["Two", "Fields", "Nested"].includes(name) ? [`flow:${name}`] : [],
)
const ENTRIES = [...NAMES, "flow:elsewhere", "flow:missing", "pkg.inner:fn", "nowhere:fn"]

function shape(answer: ToolSignature | Error | undefined): unknown {
  if (answer instanceof MillraceError) return answer.code
  if (!answer || answer instanceof Error) return answer
  const port = (p: ToolSignature["parameters"][number]) =>
    `${p.name}: ${p.type.join("|")}${p.default ? ` = ${p.default.shown}` : ""}`
  const { parameters, init, kwargs, entry, className } = answer
  return { parameters: parameters.map(port), init: init.map(port), kwargs, entry, className }
}

test("an entry's source says what the loaded entry says (spec 1.3)", { timeout: 60_000 }, async () => {
  await using play = await Play.of(FILES)
  const sources = ENTRIES.map((entry): ToolSource => ({ type: "entry", entry }))
  const described = (await play.pool.describe(sources)).map(shape)
  const loaded = (await play.pool.prepare(sources)).map(shape)
  expect(Object.fromEntries(ENTRIES.map((entry, i) => [entry, described[i]]))).toEqual(
    Object.fromEntries(ENTRIES.map((entry, i) => [entry, loaded[i]])),
  )
  const answers = Object.fromEntries(ENTRIES.map((entry, i) => [entry.replace("flow:", ""), loaded[i]]))
  expect(answers.plain).toMatchObject({
    parameters: [
      "a: object",
      "b: int = 1",
      "c: string = x",
      "d: object = ",
      "e: double = 1.5",
      "f: bool = True",
      "g: list = [1]",
    ],
  })
  expect(answers.Grader).toMatchObject({
    init: ["conn: CustomConnection", "model: AzureOpenAIModelConfiguration", "t: double = 0.5"],
    entry: {
      outputs: [
        { name: "a", type: "int" },
        { name: "b", type: "string" },
      ],
      aggregation: 1,
    },
  })
  expect(answers.Derived).toMatchObject({ entry: { aggregation: 1 } }) // a static method has no self
  expect(answers.Bare).toMatchObject({ entry: { aggregation: 1 } }) // `*results` is one
  const refused = ["generic", "anything", "either", "textual", "returns", "nested", "NoCall", "missing"]
  expect(refused.map((name) => answers[name])).toEqual(refused.map(() => "ENTRY_INVALID"))
  expect(answers["nowhere:fn"]).toBe("ENTRY_LOAD_FAILED")
})

test("what cannot be read is neither known nor refused", async () => {
  const text = `import functools, shapes
from shapes import Alias, Result
Text = str
made = functools.wraps(len)(lambda x: x)
def alias(x: Text): return x
def imported(x: Alias): return x
def dotted(x) -> shapes.Result: return x
def returned(x) -> Result: return x
class Base(Result): pass
def based(x) -> Base: return x
@functools.lru_cache
def cached(x): return x
`
  await using play = await Play.of({ "flow.py": text })
  const names = ["made", "alias", "imported", "dotted", "returned", "based", "cached"]
  const answers = await play.pool.describe(names.map((name) => ({ type: "entry", entry: `flow:${name}` })))
  expect(answers).toEqual(names.map(() => undefined))
})
