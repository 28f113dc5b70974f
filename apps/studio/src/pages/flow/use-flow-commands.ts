import { useMemo } from "react"
import type { FlowFacts } from "../../flow/flow-context.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { useCommands } from "../../frame/commands.ts"
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
      { id: "flow.cancel", label: "Cancel what runs", run: () => void flow.cancel() },
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
}
