import { readClip } from "@internal/flow"
import { useEffect, useMemo } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { useCommands } from "../../frame/commands.ts"
import { isTyping } from "../../ui/keys.ts"
import { nodeActions } from "./node-actions.ts"
import { clipOf, copyToClipboard, pasteClip, tellCopied } from "./node-clipboard.ts"
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
        id: "node.clip",
        label: "Copy the node to the clipboard",
        run: () => {
          const node = currentNode(flow, selection)
          if (node) void copyToClipboard(flow, node)
        },
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
  useClipboardKeys(flow, selection)
  return null
}

/** The browser's own keys for copy and paste, where they are meant for no text: the page then needs no leave to read it. */
function useClipboardKeys(flow: OpenFlow, selection: Selection): void {
  const { goTo } = usePlaces()
  useEffect(() => {
    const copy = (event: ClipboardEvent) => {
      const node = currentNode(flow, selection)
      if (!node || isForText(event) || getSelection()?.isCollapsed === false) return
      event.clipboardData?.setData("text/plain", clipOf(flow, node))
      event.preventDefault()
      tellCopied(node.name)
    }
    const paste = (event: ClipboardEvent) => {
      const clip = isForText(event) ? undefined : readClip(event.clipboardData?.getData("text/plain") ?? "")
      if (!clip) return
      event.preventDefault()
      void pasteClip(flow, clip, focusedNode(flow)).then((name) => {
        if (name !== undefined) requestAnimationFrame(() => goTo({ node: name, withFocus: "name" }))
      })
    }
    document.addEventListener("copy", copy)
    document.addEventListener("paste", paste)
    return () => {
      document.removeEventListener("copy", copy)
      document.removeEventListener("paste", paste)
    }
  }, [flow, selection, goTo])
}

function isForText(event: ClipboardEvent): boolean {
  return (
    event.defaultPrevented ||
    isTyping(event.target) ||
    document.querySelector("[role=dialog][data-state=open]") !== null
  )
}

function focusedNode(flow: OpenFlow) {
  const focused = document.activeElement?.closest<HTMLElement>("[data-card]")?.dataset.card
  return flow.outline.nodes.find(({ name }) => name === focused)
}

function currentNode(flow: OpenFlow, selection: Selection) {
  return focusedNode(flow) ?? flow.outline.nodes.find(({ name }) => name === selection.node)
}
