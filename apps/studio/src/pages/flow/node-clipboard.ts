import { type NodeClip, type NodeOutline, readClip, writeClip } from "@internal/flow"
import type { NewFile } from "../../flow/flow-edits.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { shownKeys } from "../../ui/keys.ts"
import { toast } from "../../ui/toasts.ts"
import { clipPath, nodesOf } from "./file-plans.ts"
import { freeName } from "./free-name.ts"
import { inTurn } from "./in-turn.ts"

/** A node as text, with its variants and the files that it and they name: for this flow, another one, or another window. */
export function clipOf(flow: OpenFlow, node: NodeOutline): string {
  const files = new Map<string, string>()
  for (const { source } of [node, ...node.variants]) {
    const file = source?.path === undefined ? undefined : flow.document.file(flow.pathOf(source.path))
    if (source?.path !== undefined && file) files.set(source.path, file.text)
  }
  return writeClip(flow.text, node.index, files)
}

export const tellCopied = (name: string) =>
  void toast({
    kind: "done",
    title: `${name} is copied`,
    text: `${shownKeys("mod+v").join(" ")} pastes it, also into another flow.`,
  })

/** Puts a node on the clipboard, where no key of the browser's own does. */
export async function copyToClipboard(flow: OpenFlow, node: NodeOutline): Promise<void> {
  try {
    await navigator.clipboard.writeText(clipOf(flow, node))
    tellCopied(node.name)
  } catch (thrown) {
    toast({ kind: "error", title: `${node.name} could not be copied: ${(thrown as Error).message}` })
  }
}

/** Pastes the node that the clipboard holds. Answers its name; undefined: there was none, which is said. */
export async function pasteFromClipboard(flow: OpenFlow, after?: NodeOutline): Promise<string | undefined> {
  let text: string
  try {
    text = await navigator.clipboard.readText()
  } catch {
    const keys = shownKeys("mod+v").join(" ")
    toast({
      kind: "info",
      title: "The browser does not show the page its clipboard.",
      text: `Press ${keys}.`,
    })
    return undefined
  }
  const clip = readClip(text)
  if (clip) return pasteClip(flow, clip, after)
  toast({
    kind: "info",
    title: "There is no node on the clipboard.",
    text: "Copy one from the menu of its card, here or in another flow.",
  })
  return undefined
}

/** Puts a clip into the flow, below `after` or at the end, as one step. What it refers to and is not here is said. */
export function pasteClip(flow: OpenFlow, clip: NodeClip, after?: NodeOutline): Promise<string | undefined> {
  return inTurn(flow, () => paste(flow, clip, after))
}

async function paste(flow: OpenFlow, clip: NodeClip, after?: NodeOutline): Promise<string | undefined> {
  const name = freeName(flow.outline.nodes, clip.name)
  const { paths, made } = await placesOf(flow, clip)
  const at = after === undefined ? undefined : after.index + 1
  try {
    await flow.edit(
      { kind: "node-paste", clip: clip.text, name, files: paths, ...(at !== undefined && { at }) },
      `paste ${name}`,
      made,
    )
  } catch (thrown) {
    const { message, hint } = thrown as Error & { hint?: string }
    toast({ kind: "error", title: message, ...(hint && { text: hint }) })
    return undefined
  }
  const missing = unresolved(flow, name)
  toast({
    kind: missing.length > 0 ? "info" : "done",
    title: `Pasted ${name}`,
    ...(missing.length > 0 && { text: `It refers to what is not in this flow: ${missing.join(", ")}.` }),
  })
  return name
}

/** Where files of a clip go: a path that is free, or a file that says the same and that no node has. */
async function placesOf(flow: OpenFlow, { files }: NodeClip) {
  const paths = new Map<string, string>()
  const made: NewFile[] = []
  for (const [path, text] of files) {
    const own = clipPath(path)
    const isThere = flow.problems.hasFile(own)
    const there = isThere ? await flow.document.open(flow.pathOf(own)).catch(() => undefined) : undefined
    const isOwn = there?.text === text && nodesOf(flow.outline.nodes, own).length === 0
    const isTaken = (to: string) => flow.problems.hasFile(to) || made.some((file) => file.path === to)
    let to = own
    for (let i = 2; !isOwn && isTaken(to); i++) to = own.replace(/(\.[^./]+)?$/, (ending) => `_${i}${ending}`)
    paths.set(path, to)
    if (!isOwn) made.push({ path: to, text })
  }
  return { paths, made }
}

/** References of a node that name no input and no node of the flow. */
function unresolved({ outline }: OpenFlow, name: string): string[] {
  const node = outline.nodes.find((one) => one.name === name)
  const has = (list: readonly { name: string }[], wanted: string) => list.some((one) => one.name === wanted)
  const missing = [node, ...(node?.variants ?? [])].flatMap((definition) =>
    (definition?.references ?? [])
      .filter(({ reference }) =>
        reference.kind === "flow-input"
          ? !has(outline.inputs, reference.name)
          : reference.kind === "node-output" && !has(outline.nodes, reference.node),
      )
      .map(({ text }) => text),
  )
  return [...new Set(missing)]
}
