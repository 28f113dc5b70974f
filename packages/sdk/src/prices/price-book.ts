import { existsSync } from "node:fs"
import { join } from "node:path"
import { MillraceError, type Usage } from "@internal/schema"
import type { Places } from "../home.ts"
import { readYamlMapping } from "../yaml-file.ts"
import { PRICE_TABLE, type Price } from "./price-table.ts"

const FILE = "prices.yaml"
/** A snapshot costs what its model costs, unless the table says otherwise. */
const SNAPSHOT = /-\d{4}-\d{2}-\d{2}$/
const PER = 1_000_000

/** Prices of models by the name that calls give: the table's, and over them those of the user's `prices.yaml`. */
export class PriceBook {
  /** Where the user's prices are looked for. */
  readonly file: string
  readonly #own: ReadonlyMap<string, Price>

  private constructor(file: string, own: ReadonlyMap<string, Price>) {
    this.file = file
    this.#own = own
  }

  /** Fails with `FILE_SHAPE` where the user's file is not a mapping of models to `input` and `output`. */
  static read({ home }: Pick<Places, "home">): PriceBook {
    const file = join(home, FILE)
    return new PriceBook(file, existsSync(file) ? ownPrices(file) : new Map())
  }

  /** The price of a model, or of a deployment that is named as its model is; undefined where nobody knows it. */
  of(model: string): Price | undefined {
    const names = [model, model.replace(SNAPSHOT, ""), model.replace(/^gpt-35-/, "gpt-3.5-")]
    for (const name of names) {
      const price = this.#own.get(name) ?? PRICE_TABLE.get(name)
      if (price) return price
    }
    return undefined
  }

  /** US dollars. */
  cost(model: string, usage: Pick<Usage, "prompt_tokens" | "completion_tokens">): number | undefined {
    const price = this.of(model)
    return price && (usage.prompt_tokens * price.input + usage.completion_tokens * price.output) / PER
  }
}

/** `gpt-4o: { input: 2.5, output: 10 }`, in US dollars for a million tokens; `output` may be left out of embeddings. */
function ownPrices(file: string): Map<string, Price> {
  const prices = new Map<string, Price>()
  for (const [model, given] of Object.entries(readYamlMapping(file, "a file of prices", { empty: true }))) {
    const { input, output = 0 } = (given ?? {}) as { input?: unknown; output?: unknown }
    if (!isPrice(input) || !isPrice(output)) {
      const reason = `the price of ${model} must have \`input\` and \`output\`, in US dollars for a million tokens`
      throw new MillraceError("FILE_SHAPE", { path: file, reason }, { place: { file, line: 1 } })
    }
    prices.set(model, { input, output, asOf: FILE })
  }
  return prices
}

function isPrice(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0
}
