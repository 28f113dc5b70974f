import type { FlowView } from "@internal/schema/studio"
import type { ChatSettings } from "./server-chat.ts"
import type { ChatPortNames } from "./turn.ts"

/** What is kept of a flow's chat; `ports` only where they were chosen. */
export interface KeptSettings {
  ports?: Partial<ChatPortNames>
  inputs: Record<string, unknown>
  init: Record<string, unknown>
}

export function asKeptSettings(value: unknown): KeptSettings | null {
  if (typeof value !== "object" || value === null) return null
  const { ports, inputs, init } = value as Partial<KeptSettings>
  return { ...(ports && { ports }), inputs: { ...inputs }, init: { ...init } }
}

/** What the address says before what was kept: `?inputs={…}&init={…}&variants={…}`, as `flow test --ui` writes it. */
export function addressPart(params: URLSearchParams, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(params.get(name) ?? "{}")
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Chosen ports that the flow still has, else its own. */
export function portsOf(view: FlowView, kept: KeptSettings): Partial<ChatPortNames> {
  const { input, history, output } = kept.ports ?? view.chatPorts ?? {}
  const has = (list: readonly { name: string }[], name: string | undefined) =>
    name !== undefined && list.some((port) => port.name === name)
  return {
    ...(has(view.inputs, input) && { input }),
    ...(has(view.inputs, history) && { history }),
    ...(has(view.outputs, output) && { output }),
  } as Partial<ChatPortNames>
}

/** What a turn is sent with; undefined while nothing takes the message. Values of inputs that are gone are left out. */
export function settingsOf(
  view: FlowView,
  kept: KeptSettings,
  variants: Record<string, string>,
): ChatSettings | undefined {
  const ports = portsOf(view, kept)
  const { input } = ports
  if (input === undefined) return undefined
  const others = view.inputs.filter(({ name }) => name !== input && name !== ports.history)
  return {
    ports: { ...ports, input },
    inputs: chosen(others, kept.inputs),
    init: chosen(view.init, kept.init),
    variants,
  }
}

function chosen(
  ports: readonly { name: string }[],
  values: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(ports.flatMap(({ name }) => (name in values ? [[name, values[name]]] : [])))
}
