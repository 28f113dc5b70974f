import { agrees, ours, readCorpus } from "./corpus.ts"

/** Lists where our engine and a corpus differ: `node packages/jinja/testing/compare.ts FILE [how many to show]`. */
const [path = new URL("../src/__fixtures__/corpus.json.gz", import.meta.url), show = "20"] =
  process.argv.slice(2)
const corpus = readCorpus(path)
let differences = 0
for (const one of corpus.cases) {
  const got = ours(corpus, one)
  if (agrees(one.expected, got)) continue
  differences++
  if (differences > Number(show)) continue
  console.log(
    `${JSON.stringify(one.source)}\n  wants ${JSON.stringify(one.expected)}\n  gets  ${JSON.stringify(got)}`,
  )
}
console.log(`${corpus.cases.length - differences} of ${corpus.cases.length} agree`)
process.exitCode = differences > 0 ? 1 : 0
