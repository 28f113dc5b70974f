import { type FlowEdit, type FlowOutline, renameTemplateVariable } from "@internal/flow"
import { languageOf } from "../editor/languages.ts"
import { askEdit } from "./ask-outline.ts"
import type { FileChange } from "./edit-history.ts"
import type { FlowDocument } from "./flow-document.ts"
import type { RenamedPart } from "./test-case-file.ts"

/** A file by its path as the flow writes it. */
export interface NewFile {
  path: string
  text: string
}

/** The flow that is edited. */
export interface EditedFlow {
  readonly file: string
  readonly document: FlowDocument
  text(): string
  outline(): FlowOutline
  pathOf(source: string): string
  /** How files that name parts of the flow follow one that is renamed. */
  renamed(part: RenamedPart): FileChange[]
  /** The outline of a text is known before the text is there. */
  knowOutline(text: string, outline: FlowOutline): void
}

/** Edits of a DAG flow's file, with the files that follow from them, each one step that can be undone. */
export class FlowEdits {
  readonly #flow: EditedFlow
  #last: Promise<unknown> = Promise.resolve()

  constructor(flow: EditedFlow) {
    this.#flow = flow
  }

  /** Makes an edit, with new files `beside` it. Rejects as `editFlow` fails. */
  make(edit: FlowEdit, label: string, beside: readonly NewFile[]): Promise<void> {
    // one after another: each is made of what the one before it has written
    const done = this.#last.then(() => this.#make(edit, label, beside))
    this.#last = done.catch(() => {})
    return done
  }

  async #make(edit: FlowEdit, label: string, beside: readonly NewFile[]): Promise<void> {
    const flow = this.#flow
    const before = flow.text()
    const { text, files, outline } = await askEdit(before, edit, flow.file)
    const changes: FileChange[] = [{ path: flow.file, text }]
    for (const { path, text: given } of beside) changes.push({ path: flow.pathOf(path), text: given })
    for (const file of files) {
      if (file.kind === "unused") continue // it stays: another flow may have it
      const from = await flow.document.open(flow.pathOf(file.from)).catch(() => undefined)
      if (!from) continue
      changes.push({ path: flow.pathOf(file.to), text: from.text })
      if (file.kind === "rename") changes.push({ path: flow.pathOf(file.from), text: null })
    }
    changes.push(...(await this.#renamedInTemplate(edit)))
    if (flow.text() !== before) return this.#make(edit, label, beside) // typed in as text meanwhile
    const renamed = renamedBy(edit, flow.outline())
    if (renamed) changes.push(...flow.renamed(renamed))
    if (outline) flow.knowOutline(text, outline)
    flow.document.change(changes, label)
  }

  /** An input that is called otherwise is called so in its template too; code is left to its author. */
  async #renamedInTemplate(edit: FlowEdit): Promise<FileChange[]> {
    if (edit.kind !== "node-input-rename") return []
    const { document } = this.#flow
    const node = this.#flow
      .outline()
      .nodes.find(({ index, name }) => index === edit.node || name === edit.node)
    const definition =
      edit.variant === undefined ? node : node?.variants.find(({ id }) => id === edit.variant)
    const path = definition?.source?.path
    if (path === undefined || languageOf(path) !== "jinja") return []
    const file = await document.open(this.#flow.pathOf(path)).catch(() => undefined)
    if (!file) return []
    try {
      return [{ path: file.path, text: renameTemplateVariable(file.text, edit.name, edit.to).text }]
    } catch {
      return [] // a template that cannot be read says so in its editor
    }
  }
}

function renamedBy(edit: FlowEdit, { nodes }: FlowOutline): RenamedPart | undefined {
  if (edit.kind === "port-rename") return { of: edit.port, from: edit.name, to: edit.to }
  if (edit.kind !== "node-rename") return undefined
  const from = nodes.find(({ index, name }) => index === edit.node || name === edit.node)?.name
  return from === undefined ? undefined : { of: "node", from, to: edit.to }
}
