/** New texts of files; null deletes. */
export type FileChange = { path: string; text: string | null }

interface Step {
  label: string
  before: FileChange[]
  after: FileChange[]
  /** Steps with equal keys in quick succession are one: typing. */
  key: string | undefined
  at: number
}

const TOGETHER_MS = 1200
const MOST_STEPS = 500

/** What was changed, step by step, over all files. */
export class EditHistory {
  readonly #done: Step[] = []
  readonly #undone: Step[] = []

  get undoLabel(): string | undefined {
    return this.#done.at(-1)?.label
  }

  get redoLabel(): string | undefined {
    return this.#undone.at(-1)?.label
  }

  add(change: Pick<Step, "label" | "before" | "after" | "key">): void {
    const last = this.#done.at(-1)
    const at = Date.now()
    if (last && change.key !== undefined && last.key === change.key && at - last.at < TOGETHER_MS) {
      last.after = change.after
      last.at = at
    } else {
      this.#done.push({ ...change, at })
      if (this.#done.length > MOST_STEPS) this.#done.shift()
    }
    this.#undone.length = 0
  }

  /** The step that is taken back; undefined where there is none. */
  undo(): Step | undefined {
    const step = this.#done.pop()
    if (step) this.#undone.push(step)
    return step
  }

  redo(): Step | undefined {
    const step = this.#undone.pop()
    if (step) this.#done.push(step)
    return step
  }
}
