import type { NodeOutline } from "@internal/flow"
import { kindOf } from "../../flow/flow-shape-of.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { confirm } from "../../ui/confirm.tsx"
import { toast } from "../../ui/toasts.ts"
import { freeName } from "./free-name.ts"
import { inTurn } from "./in-turn.ts"

/** What can be done to a node, from its menu, the keyboard and the command palette. Failures are said. */
export function nodeActions(flow: OpenFlow, node: NodeOutline) {
  const { nodes, inputs } = flow.outline
  const edit = (...given: Parameters<OpenFlow["edit"]>) =>
    flow.edit(...given).catch((thrown: Error & { hint?: string }) => {
      toast({ kind: "error", title: thrown.message, ...(thrown.hint && { text: thrown.hint }) })
    })
  /** What runs is the node, or its variants: each has a definition of its own. */
  const set = async (key: string, value: unknown, label: string) => {
    const variants = node.usesVariants ? node.variants.map(({ id }) => id) : [undefined]
    for (const variant of variants)
      await flow
        .set(node, [key], value, label, variant)
        .catch((thrown: Error) => toast({ kind: "error", title: thrown.message }))
  }
  const condition = conditionOf(node)
  return {
    condition,
    canMoveUp: node.index > 0,
    canMoveDown: node.index < nodes.length - 1,
    /** Python, and what is not a model or a prompt, can take the values of all lines. */
    canAggregate: !["llm", "prompt", "custom_llm"].includes(kindOf(node)) || node.isAggregation,
    move: (by: -1 | 1) =>
      edit({ kind: "node-move", node: node.index, to: node.index + by }, `move ${node.name}`),
    /** Answers the name of the copy. */
    copy: (): Promise<string> =>
      inTurn(flow, async () => {
        const taken = flow.outline.nodes
        const path = node.source?.path
        const sourceOf = (name: string) => (path === undefined ? undefined : renamedPath(path, name))
        let to = freeName(taken, `${node.name}_copy`)
        for (let i = 2; flow.problems.hasFile(sourceOf(to) ?? ""); i++)
          to = freeName(taken, `${node.name}_copy_${i}`)
        const source = sourceOf(to)
        await edit(
          { kind: "node-duplicate", node: node.index, to, ...(source && { source }) },
          `copy ${node.name}`,
        )
        return to
      }),
    async remove(): Promise<void> {
      const used = nodes.filter((other) => other.needs.includes(node.name)).map(({ name }) => name)
      const text = used.length > 0 ? `${used.join(", ")} refer to it. It can be undone.` : "It can be undone."
      if (await confirm({ title: `Delete ${node.name}?`, text, action: "Delete", danger: true }))
        await edit({ kind: "node-delete", node: node.index }, `delete ${node.name}`)
    },
    toggleAggregation: () =>
      set("aggregation", node.isAggregation ? undefined : true, `aggregation of ${node.name}`),
    toggleCondition() {
      const before = nodes[node.index - 1]
      const when = before ? `\${${before.name}.output}` : `\${inputs.${inputs[0]?.name ?? "input"}}`
      return set("activate", condition ? undefined : { when, is: true }, `condition of ${node.name}`)
    },
    makeVariants: () => edit({ kind: "variants-make", node: node.index }, `variants of ${node.name}`),
    keepDefaultVariant: () =>
      edit(
        {
          kind: "variants-dissolve",
          node: node.index,
          keep: node.variants.find(({ isDefault }) => isDefault)?.id ?? node.variants[0]?.id ?? "",
        },
        `variants of ${node.name}`,
      ),
    copyLink() {
      const link = new URL(location.pathname, location.origin)
      link.searchParams.set("node", node.name)
      navigator.clipboard.writeText(link.href).then(
        () => toast({ kind: "done", title: `The link to ${node.name} is copied.` }),
        () => toast({ kind: "info", title: link.href }),
      )
    },
  }
}

/** The condition that decides whether it runs: of a node with variants that of its default. */
export function conditionOf(node: NodeOutline): NodeOutline["activate"] {
  return node.usesVariants ? node.variants.find(({ isDefault }) => isDefault)?.activate : node.activate
}

/** `summarize.jinja2` of a node that is now called `shorten`: `shorten.jinja2`. */
export function renamedPath(path: string, name: string): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1)
  const ending = /\.[^./]+$/.exec(path)?.[0] ?? ""
  return `${folder}${name}${ending}`
}
