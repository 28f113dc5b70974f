import type { Usage } from "@internal/schema"
import { isRecord, type Scrub, shapeFailure } from "./failure.ts"
import { readUsage } from "./read-answer.ts"

/** The vectors of an answer in the order of the inputs, whether it has them as numbers or as base64 of 32-bit floats. */
export function readEmbeddings(
  body: Record<string, unknown>,
  scrub: Scrub,
): { vectors: number[][]; usage?: Usage; model?: string } {
  const items = Array.isArray(body.data) ? body.data.filter(isRecord) : []
  if (items.length === 0) throw shapeFailure("it has no embeddings", JSON.stringify(body), scrub)
  const order = items.map((item, i) => ({ at: typeof item.index === "number" ? item.index : i, item }))
  order.sort((a, b) => a.at - b.at)
  return {
    vectors: order.map(({ item }) => vector(item.embedding, scrub)),
    usage: readUsage(body.usage),
    model: typeof body.model === "string" ? body.model : undefined,
  }
}

function vector(embedding: unknown, scrub: Scrub): number[] {
  if (Array.isArray(embedding) && embedding.every((x) => typeof x === "number")) return embedding
  if (typeof embedding !== "string") {
    throw shapeFailure("an embedding is not a list of numbers", JSON.stringify(embedding) ?? "", scrub)
  }
  const bytes = Buffer.from(embedding, "base64")
  return Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readFloatLE(i * 4))
}
