/** US dollars for a million tokens. */
export interface Price {
  input: number
  output: number
  /** Day of the page that quotes it. */
  asOf: string
}

type Row = readonly [input: number, output: number, asOf: string]

/**
 * What OpenAI charges for its standard tier, and Azure OpenAI for the same models in most regions: list prices, without
 * discounts for cached input or batches, which calls do not say. Read from public pages that quote the vendor's list, of the
 * day in each row, and left out where pages disagreed; `prices.yaml` in Millrace's home adds others and wins over these.
 */
const ROWS: Readonly<Record<string, Row>> = {
  "gpt-5.4": [2.5, 15, "2026-05-04"],
  "gpt-5.4-mini": [0.75, 4.5, "2026-05-04"],
  "gpt-4.1": [2, 8, "2026-05-07"],
  "gpt-4.1-mini": [0.4, 1.6, "2026-05-07"],
  "gpt-4.1-nano": [0.1, 0.4, "2026-05-07"],
  "gpt-4o": [2.5, 10, "2026-05-27"],
  "gpt-4o-2024-05-13": [5, 15, "2024-08-12"],
  "gpt-4o-mini": [0.15, 0.6, "2026-06-20"],
  "gpt-4-turbo": [10, 30, "2024-08-12"],
  "gpt-4-0125-preview": [10, 30, "2024-02-12"],
  "gpt-4-1106-preview": [10, 30, "2024-02-12"],
  "gpt-4": [30, 60, "2024-08-12"],
  "gpt-4-0613": [30, 60, "2024-02-12"],
  "gpt-4-32k": [60, 120, "2024-08-12"],
  "gpt-4-32k-0613": [60, 120, "2024-02-12"],
  "gpt-3.5-turbo": [0.5, 1.5, "2026-05-31"],
  "gpt-3.5-turbo-0125": [0.5, 1.5, "2024-08-12"],
  "gpt-3.5-turbo-1106": [1, 2, "2024-02-12"],
  o1: [15, 60, "2026-05-31"],
  "o3-mini": [1.1, 4.4, "2026-05-31"],
  "text-embedding-3-small": [0.02, 0, "2026-04-06"],
  "text-embedding-3-large": [0.13, 0, "2026-04-06"],
  "text-embedding-ada-002": [0.1, 0, "2026-04-06"],
}

export const PRICE_TABLE: ReadonlyMap<string, Price> = new Map(
  Object.entries(ROWS).map(([model, [input, output, asOf]]) => [model, { input, output, asOf }]),
)
