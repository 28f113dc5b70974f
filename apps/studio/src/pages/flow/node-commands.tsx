import { useMemo } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { useCommands } from "../../frame/commands.ts"
import { nodeActions } from "./node-actions.ts"
import { usePlaces } from "./places.ts"
import { runAndTell } from "./run-and-tell.ts"
import type { Selection } from "./selection.ts"

/** Keys and commands for the node whose card has the focus, else for that in view. Draws nothing. */
export function NodeCommands({ selection }: { selection: Selection }) {
  const flow = useFlow()
  const { goTo } = usePlaces()
  const commands = useMemo(() => {
    const on = (does: (actions: ReturnType<typeof nodeActions>, name: string) => unknown) => () => {
      const node = currentNode(flow, selection)
      if (node) void does(nodeActions(flow, node), node.name)
    }
    const follow = (name: string) => requestAnimationFrame(() => goTo({ node: name }))
    const moved = async (actions: ReturnType<typeof nodeActions>, name: string, by: -1 | 1) => {
      if (by < 0 ? !actions.canMoveUp : !actions.canMoveDown) return
      await actions.move(by)
      follow(name)
    }
    return [
      {
        id: "node.run",
        label: "Run the node",
        run: on((_, name) => runAndTell(flow, { kind: "node", node: name })),
      },
      {
        id: "node.rename",
        label: "Rename the node",
        keys: "f2",
        run: on((_, name) => {
          const card = document.querySelector(`[data-card="${CSS.escape(name)}"]`)
          card?.querySelector<HTMLInputElement>(`[aria-label^="Name of node"]`)?.select()
        }),
      },
      {
        id: "node.copy",
        label: "Copy the node",
        keys: "mod+d",
        leftToFields: true,
        run: on(async ({ copy }) => follow(await copy())),
      },
      {
        id: "node.up",
        label: "Move the node up",
        keys: "alt+up",
        leftToFields: true,
        run: on((actions, name) => moved(actions, name, -1)),
      },
      {
        id: "node.down",
        label: "Move the node down",
        keys: "alt+down",
        leftToFields: true,
        run: on((actions, name) => moved(actions, name, 1)),
      },
      {
        id: "node.delete",
        label: "Delete the node",
        keys: "delete",
        leftToFields: true,
        run: on(({ remove }) => remove()),
      },
    ]
  }, [flow, selection, goTo])
  useCommands("Node", commands)
  return null
}

function currentNode(flow: OpenFlow, selection: Selection) {
  const focused = document.activeElement?.closest<HTMLElement>("[data-card]")?.dataset.card
  const { nodes } = flow.outline
  return nodes.find(({ name }) => name === focused) ?? nodes.find(({ name }) => name === selection.node)
}
