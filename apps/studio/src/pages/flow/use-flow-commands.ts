import { useMemo } from "react"
import type { FlowFacts } from "../../flow/flow-context.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { type Command, useCommands } from "../../frame/commands.ts"
import { runAndTell } from "./run-and-tell.ts"

/** What the command palette and the keyboard can do on this page. */
export function useFlowCommands(
  flow: OpenFlow,
  view: FlowFacts,
  raw: { rawFile: string | undefined; setRawFile(file: string | undefined): void },
): void {
  const { rawFile, setRawFile } = raw
  const commands = useMemo(
    () => [
      {
        id: "flow.run",
        label: "Run the flow",
        keys: "mod+shift+enter",
        run: () => void runAndTell(flow, { kind: "flow" }),
      },
      { id: "flow.run-stale", label: "Run what is stale", run: () => void flow.run({ cache: "all" }) },
      { id: "flow.save", label: "Save now", keys: "mod+s", run: () => void flow.document.flush() },
      {
        id: "flow.undo",
        label: "Undo",
        keys: "mod+z",
        leftToFields: true,
        run: () => void flow.document.undo(),
      },
      {
        id: "flow.redo",
        label: "Redo",
        keys: "mod+shift+z",
        leftToFields: true,
        run: () => void flow.document.redo(),
      },
      {
        id: "flow.raw",
        label: rawFile === undefined ? `Edit ${view.file} as text` : "Back to the cards",
        run: () => setRawFile(rawFile === undefined ? flow.file : undefined),
      },
    ],
    [flow, view.file, rawFile, setRawFile],
  )
  useCommands("Flow", commands)
  useCommands("Node", ON_CARDS)
  useCommands("In an editor", IN_EDITORS)
  useCommands("In the graph", IN_GRAPH)
}

/** Offers to cancel while something runs. */
export function useCancelCommand(flow: OpenFlow, isRunning: boolean): void {
  const commands = useMemo(
    () =>
      isRunning ? [{ id: "flow.cancel", label: "Cancel what runs", run: () => void flow.cancel() }] : [],
    [flow, isRunning],
  )
  useCommands("Flow", commands)
}

/** Keys of another place, for the list of shortcuts. */
const noted = (id: string, label: string, keys: string): Command => ({
  id,
  label,
  keys,
  noted: true,
  run: () => {},
})

const ON_CARDS: readonly Command[] = [
  noted("node.clip-keys", "Copy the node to the clipboard", "mod+c"),
  noted("node.paste-keys", "Paste a node, from any flow", "mod+v"),
]
const IN_EDITORS: readonly Command[] = [
  noted("editor.run", "Run its node", "mod+enter"),
  noted("editor.complete", "Complete", "ctrl+space"),
  noted("editor.find", "Find", "mod+f"),
  noted("editor.leave", "Leave it", "escape tab"),
]
const IN_GRAPH: readonly Command[] = [
  noted("graph.step", "To a node along a wire, or beside", "up down left right"),
  noted("graph.open", "Open its card", "enter"),
  noted("graph.menu", "Its menu", "shift+f10"),
  noted("graph.zoom", "Nearer and farther", "= -"),
  noted("graph.fit", "Fit, and 1:1", "0 1"),
]
