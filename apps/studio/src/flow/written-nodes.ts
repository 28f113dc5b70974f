import type { NodeOutline } from "@internal/flow"
import type { Written } from "./last-run.ts"
import type { Read } from "./outlines.ts"

/** Text of each node with the files that it names: what its output depends on. */
export function writtenNodes(
  { text, outline }: Pick<Read, "text" | "outline">,
  variants: Readonly<Record<string, string>>,
  sourceText: (path: string) => string,
): Map<string, Written> {
  return new Map(
    outline.nodes.map((node) => {
      const id = variants[node.name]
      const chosen = node.variants.find((one) => one.id === id || (id === undefined && one.isDefault))
      const definition = node.usesVariants && chosen ? chosen : node
      const { from, to } = definition.range
      const source = definition.source?.path
      const code = source === undefined ? "" : sourceText(source)
      const inputs = definition.references.flatMap(({ reference }) =>
        reference.kind === "flow-input" ? [`inputs.${reference.name}`] : [],
      )
      return [
        node.name,
        {
          text: `${text.slice(from, to)}\n${code}`,
          needs: [...node.needs, ...inputs],
          ...(node.usesVariants && chosen && { variant: chosen.id }),
        },
      ]
    }),
  )
}

/** Files that a node and its variants name, as the flow writes them. */
export function sourcePaths(node: NodeOutline): string[] {
  return [node, ...node.variants].flatMap(({ source }) => source?.path ?? [])
}
