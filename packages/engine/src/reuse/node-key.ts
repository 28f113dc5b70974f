import { hash } from "node:crypto"
import type { Argument, Connection, NodeKey } from "@internal/schema"
import type { Request } from "../nodes/model-call.ts"
import type { NodeCall } from "../nodes/node-call.ts"
import { shown } from "../values.ts"

/**
 * Of a model call: the request as it is sent, and to whom; neither the connection's name nor its secrets. Of a model on this
 * machine its file is part of it, not only its name.
 */
export async function modelKey(
  call: NodeCall,
  connection: Connection,
  request: Request,
  made = "",
): Promise<NodeKey> {
  const body = keyText(JSON.stringify(request, exact), call)
  const weights = await call.host.models.weights?.(connection)
  return {
    hash: hashOf(["model", endpointOf(connection), body.text, made, ...(weights ? [weights] : [])]),
    kind: "model",
    ...(body.local && { local: true }),
    ...(isSampled(request) && { sampled: true }),
  }
}

/** Of code: what it is made of, what it runs in, and its arguments. */
export function codeKey(call: NodeCall): NodeKey {
  const { node, inputs, host } = call
  let local = false as boolean
  const texts = Array.from(inputs, ([name, { value }]) => {
    if (isLive(value)) local = true
    return `${name}=${argumentText(value)}`
  })
  const { text } = keyText(texts.join("\n"), call)
  return {
    hash: hashOf(["code", partsText(node.parts), host.surroundings ?? "", text]),
    kind: "code",
    ...(local && { local }),
  }
}

const partsTexts = new WeakMap<object, string>()

/** The same for all lines, so it is written once. */
function partsText(parts: Record<string, string> = NO_PARTS): string {
  let text = partsTexts.get(parts)
  if (text === undefined) {
    text = JSON.stringify(parts)
    partsTexts.set(parts, text)
  }
  return text
}
const NO_PARTS = {}

/** A model of a connection as its requests see it. */
export function endpointOf({ type, configs }: Connection): string {
  return JSON.stringify([type, ...Object.entries(configs).sort(([a], [b]) => (a < b ? -1 : 1))])
}

function isSampled({ body }: Request): boolean {
  const { temperature, seed } = body.parameters as { temperature?: unknown; seed?: unknown }
  return Number(temperature ?? 1) > 0 && (seed === undefined || seed === null)
}

function argumentText(value: Argument): string {
  switch (value.kind) {
    case "connection":
      return endpointOf(value.connection)
    case "list":
      return value.items.map((item) => shown(item).text).join("\n")
    case "live":
      return `${value.type} ${value.shown.text}`
    case "json":
      return value.json.text
  }
}

function isLive(value: Argument): boolean {
  return value.kind === "live" || (value.kind === "list" && value.items.some((item) => item.kind === "live"))
}

const ADDRESS = / at 0x[0-9a-fA-F]+/g

/** Where an object lies says nothing of what it is. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(ADDRESS, "")
}

/** Nor does the key under which this execution keeps its images. */
function keyText(text: string, { host }: NodeCall): { text: string; local: boolean } {
  const bare = withoutAddresses(text)
  const local = bare.length !== text.length
  return { text: host.media ? bare.replaceAll(host.media.key, "media") : bare, local }
}

function exact(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value instanceof Map ? [...value] : value
}

/** 128 bits: enough for keys that nobody chooses, and short in every event. */
function hashOf(parts: string[]): string {
  return hash("sha256", parts.join("\0"), "base64url").slice(0, 22)
}
