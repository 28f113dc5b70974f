import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { agrees, ours, readCorpus } from "../testing/corpus.ts"

const fixture = (name: string) => new URL(`./__fixtures__/${name}`, import.meta.url)

/** Cases where ours differs on purpose, each with its reason. */
const exceptions = new Map(
  (JSON.parse(readFileSync(fixture("exceptions.json"), "utf8")) as { source: string; reason: string }[]).map(
    ({ source, reason }) => [source, reason],
  ),
)

test("renders, and fails, exactly as Jinja2 does", () => {
  const corpus = readCorpus(fixture("corpus.json.gz"))
  expect(corpus.cases.length).toBeGreaterThan(3000)
  const differences = corpus.cases
    .map((one) => ({ source: one.source, expected: one.expected, got: ours(corpus, one) }))
    .filter(({ source, expected, got }) => !agrees(expected, got) && !exceptions.has(source))
  expect(differences.slice(0, 10)).toEqual([])
})
