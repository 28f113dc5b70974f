import { useCallback, useRef, useState } from "react"
import { call } from "../../api/call.ts"
import { queryClient, useAnswer } from "../../api/queries.ts"
import { asKeptExperiment, type KeptExperiment, NO_EXPERIMENT } from "./kept-experiment.ts"
import { asKeptSettings, type KeptSettings } from "./kept-settings.ts"

/** With what a flow is talked to, kept by the server in the home folder: another port, another browser have the same. */
export interface KeptChat {
  settings: KeptSettings
  experiment: KeptExperiment
}

const NOTHING: KeptSettings = { inputs: {}, init: {} }

/** Undefined while it is asked for. */
export function useKeptChat(flow: string): KeptChat | undefined {
  const { data, error } = useAnswer("conversations.settings", { flow })
  return data || error ? asKeptChat(data?.content) : undefined
}

function asKeptChat(content: unknown): KeptChat {
  const { settings, experiment } = (content ?? {}) as Partial<Record<keyof KeptChat, unknown>>
  return {
    settings: asKeptSettings(settings) ?? NOTHING,
    experiment: asKeptExperiment(experiment) ?? NO_EXPERIMENT,
  }
}

/** What was kept, and what keeps a part of it; typing asks the server no more often than it answers. */
export function useKeeping(flow: string, first: KeptChat): [KeptChat, (part: Partial<KeptChat>) => void] {
  const [value, setValue] = useState(first)
  const latest = useRef(first)
  const keep = useCallback(
    (part: Partial<KeptChat>) => {
      latest.current = { ...latest.current, ...part }
      setValue(latest.current)
      keepLater(flow, latest.current)
    },
    [flow],
  )
  return [value, keep]
}

const waiting = new Map<string, KeptChat>()
const asking = new Set<string>()

function keepLater(flow: string, kept: KeptChat): void {
  waiting.set(flow, kept)
  queryClient.setQueryData(["conversations.settings", { flow }], { content: kept })
  void send(flow)
}

async function send(flow: string): Promise<void> {
  if (asking.has(flow)) return
  asking.add(flow)
  try {
    for (let kept = waiting.get(flow); kept; kept = waiting.get(flow)) {
      waiting.delete(flow)
      await call("conversations.keepSettings", { query: { flow }, body: { content: kept } })
    }
  } catch {
    // it stays on this page
  } finally {
    asking.delete(flow)
  }
}
