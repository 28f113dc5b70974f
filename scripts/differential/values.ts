import type { Random } from "./random.ts"
import { Raw, type Yaml } from "./yaml-text.ts"

export const texts = [
  "a",
  "Hello World",
  " padded ",
  "ünïcode 数据 🙂",
  'it\'s "quoted"',
  "line\nbreak",
  "tab\there",
  "true",
  "12",
  "1.5",
  "null",
  "[1, 2]",
  '{"a": 1}',
  "a/b\\c",
  "{{x}}",
  "",
  "# hash",
  "key: value",
] as const

/** What a user may give for a flow input on the command line or in a data file, right and wrong. */
export const castValues: Record<string, readonly unknown[]> = {
  int: [
    "3",
    " 7 ",
    "-0",
    "1_000",
    "2.0",
    "",
    "x",
    5,
    2.9,
    -2.9,
    true,
    null,
    9007199254740991,
    "99999999999999999999",
    "０",
  ],
  double: ["1e3", "nan", "inf", "-1.5", "2", " 3.5 ", "x", "", 1, 0.1, true, null, 1e22, "1_0.5"],
  bool: ["TRUE", "false", "False", "yes", "1", "", 1, 0, true, false, null, " true"],
  string: [
    "text",
    "",
    1,
    1.5,
    100000000000000000000,
    true,
    false,
    null,
    [1, "a", null],
    { a: { b: [true] } },
    "é\n",
    1e-7,
    "it's",
  ],
  list: ["[1, 2]", "[]", "abc", "{}", "[NaN]", [1], [], "", 3, null, '["é", {"k": null}]'],
  object: [
    '{"a": 1}',
    "[1]",
    "12",
    "abc",
    "null",
    "",
    { a: 1 },
    [1],
    5,
    true,
    null,
    "NaN",
    '{"b": [1.0, 2]}',
  ],
}

/** Those of them that the cast accepts. */
export const acceptedValues: Record<string, readonly unknown[]> = {
  int: ["3", " 7 ", "-0", "1_000", 5, 2.9, -2.9, true, 9007199254740991, "99999999999999999999"],
  double: ["1e3", "nan", "inf", "-1.5", "2", " 3.5 ", 1, 0.1, true, 1e22],
  bool: ["TRUE", "false", "False", true, false],
  string: castValues.string ?? [],
  list: ["[1, 2]", "[]", "[NaN]", [1], [], '["é", {"k": null}]'],
  object: castValues.object ?? [],
}

export const flowTypes = Object.keys(castValues)

/** A value that the cast of a type accepts. */
export function goodValue(random: Random, type: string): unknown {
  switch (type) {
    case "int":
      return random.pick([0, 1, -5, 42, 123456789012])
    case "double":
      return random.pick([0.5, -1.25, 3, 1e-7, 123456.789])
    case "bool":
      return random.chance(0.5)
    case "string":
      return random.pick(texts.slice(0, 14))
    case "list":
      return random.pick([[], [1, 2, 3], ["x", null, true], [{ k: "v" }, [0.5]]])
    default:
      return random.pick([
        { a: 1, b: { c: [1, 2] } },
        { k: "v", list: ["x", "y"] },
        { "odd key": null, n: 0.5 },
      ])
  }
}

/** JSON data as YAML. */
export function asYaml(value: unknown): Yaml {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value
  if (Array.isArray(value)) return value.map(asYaml)
  if (typeof value !== "object") throw new TypeError(`not JSON: ${String(value)}`)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asYaml(item)]))
}

/** Literals of node inputs as a YAML author may write them. */
export const yamlLiterals: readonly Yaml[] = [
  "text",
  "",
  "5",
  "1.5",
  "true",
  "False",
  "[1, 2]",
  '{"a": 1}',
  "null",
  5,
  0,
  -3,
  new Raw("1.0"),
  new Raw("2.50"),
  new Raw("1e3"),
  new Raw("0x1F"),
  new Raw("0o17"),
  new Raw("017"),
  new Raw("1_000"),
  new Raw(".inf"),
  new Raw("yes"),
  new Raw("2024-01-02"),
  new Raw("~"),
  true,
  false,
  null,
  [1, "a"],
  { k: "v", n: 1 },
  "  spaced  ",
  "ünï",
  "$x",
  "a ${b.output}",
]
