import type { Diagnostic, NodePolicy } from "@internal/schema"
import { Json } from "@internal/value"
import { shown } from "./cast-input.ts"
import { diagnose } from "./diagnose.ts"
import type { YamlEntry, YamlNode } from "./yaml-node.ts"

/** The key of a node that the original ignores. */
export const POLICY_KEY = "x-millrace"

const KEYS = ["cache", "pure", "timeout", "retry", "on_error"]

/** What `x-millrace` of a node says; what is wrong with it is an error, since it would go unnoticed otherwise. */
export function readPolicy(
  yaml: YamlNode | undefined,
  node: string,
  diagnostics: Diagnostic[],
): NodePolicy | undefined {
  if (!yaml || yaml.value === null) return undefined
  const refuse = (at: YamlNode, field: string, reason: string) => {
    const name = `${POLICY_KEY}${field && `.${field}`} of node ${node}`
    diagnostics.push(
      diagnose("FLOW_FIELD_INVALID", { field: name, value: shown(at.value), reason }, at.place),
    )
  }
  const { entries } = yaml
  if (!entries) {
    refuse(yaml, "", "it must be a mapping")
    return undefined
  }
  for (const [key, { node: value }] of entries)
    if (!KEYS.includes(key)) refuse(value, key, `there are ${KEYS.join(", ")}`)
  const policy: NodePolicy = {}
  const flag = (key: "cache" | "pure") => {
    const at = entries.get(key)?.node
    if (!at) return
    if (typeof at.value === "boolean") policy[key] = at.value
    else refuse(at, key, "it must be true or false")
  }
  flag("cache")
  flag("pure")
  const timeout = entries.get("timeout")?.node
  if (timeout) {
    const seconds = positive(timeout)
    if (seconds === undefined) refuse(timeout, "timeout", "it must be a number of seconds above 0")
    else policy.timeout = seconds
  }
  const retry = entries.get("retry")?.node
  if (retry) {
    const read = readRetry(retry, (at, reason) => refuse(at, "retry", reason))
    if (read) policy.retry = read
  }
  const onError = entries.get("on_error")?.node
  if (onError) {
    const read = readOnError(onError)
    if (read) policy.onError = read
    else
      refuse(onError, "on_error", "it must be fail, skip, {default: VALUE} or {fallback: NODE or CONNECTION}")
  }
  return policy
}

function readRetry(
  yaml: YamlNode,
  refuse: (at: YamlNode, reason: string) => void,
): NodePolicy["retry"] | undefined {
  const at = (key: string): YamlNode | undefined =>
    (yaml.entries as Map<string, YamlEntry> | undefined)?.get(key)?.node
  const times = yaml.entries ? at("times") : yaml
  const count = times && positive(times)
  if (count === undefined || !Number.isInteger(count)) {
    refuse(times ?? yaml, "times must be a whole number above 0")
    return undefined
  }
  const wait = at("backoff")
  const backoff = wait ? positive(wait) : 1
  if (backoff === undefined) {
    refuse(wait as YamlNode, "backoff must be a number of seconds above 0")
    return undefined
  }
  const on = at("on")
  if (!on) return { times: count, backoff }
  const names = on.items?.map((item) => item.value) ?? [on.value]
  if (names.every((name) => typeof name === "string")) return { times: count, backoff, on: names }
  refuse(on, "on must be names of errors, as RateLimitError or timeout")
  return undefined
}

function readOnError(yaml: YamlNode): NodePolicy["onError"] | undefined {
  if (yaml.value === "fail" || yaml.value === "skip") return { kind: yaml.value }
  if (yaml.entries?.size !== 1) return undefined
  const value = yaml.entries.get("default")?.node
  if (value) return { kind: "default", value: Json.of(value.value) }
  const name = yaml.entries.get("fallback")?.node.value
  return typeof name === "string" ? { kind: "fallback", name } : undefined
}

function positive({ value }: YamlNode): number | undefined {
  const number =
    typeof value === "number" || typeof value === "bigint" ? Number(value) : Number(String(value ?? ""))
  return Number.isFinite(number) && number > 0 ? number : undefined
}
