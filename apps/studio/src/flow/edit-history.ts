/** New texts of files; null deletes. */
export type FileChange = { path: string; text: string | null }

/** What is undone and redone at once. */
export interface Step {
  label: string
  before: FileChange[]
  after: FileChange[]
  /** A file or folder that went elsewhere with it, on disk. */
  moved?: { from: string; to: string }
  /** Steps with equal keys in quick succession are one: typing. */
  key: string | undefined
  at: number
}

const TOGETHER_MS = 1200
const MOST_STEPS = 500
/** Characters of texts that steps may hold together: each typing of a large file holds it whole. */
const MOST_TEXT = 50_000_000

/** The steps of all files of a flow. They name files as they are called now, wherever those were when a step was made. */
export class EditHistory {
  readonly #done: Step[] = []
  readonly #undone: Step[] = []

  get undoLabel(): string | undefined {
    return this.#done.at(-1)?.label
  }

  get redoLabel(): string | undefined {
    return this.#undone.at(-1)?.label
  }

  /** The step that would be undone: what `join` begins after. */
  get last(): Step | undefined {
    return this.#done.at(-1)
  }

  add(step: Omit<Step, "at">): void {
    const last = this.#done.at(-1)
    const now = Date.now()
    this.#undone.length = 0
    if (last && step.key !== undefined && last.key === step.key && now - last.at < TOGETHER_MS) {
      last.after = step.after
      last.at = now
      return
    }
    this.#done.push({ ...step, at: now })
    this.#drop()
  }

  /** The steps after one that was the last become one; none where that has been undone meanwhile. */
  join(after: Step | undefined, label: string): void {
    if (after && !this.#done.includes(after)) return
    const steps = this.#done.splice(after ? this.#done.lastIndexOf(after) + 1 : 0)
    if (steps.length === 0) return
    const moved = steps.find((step) => step.moved)?.moved
    this.#done.push({
      label,
      before: lastOfEach(steps.flatMap(({ before }) => before).reverse()),
      after: lastOfEach(steps.flatMap(({ after }) => after)),
      ...(moved && { moved }),
      key: undefined,
      at: Date.now(),
    })
  }

  /** The oldest steps go, never the last. */
  #drop(): void {
    const last = this.#done.length - 1
    let size = 0
    const dropped = this.#done.findLastIndex(({ after }, at) => {
      for (const { text } of after) size += text?.length ?? 0
      return at < last && (size > MOST_TEXT || last - at >= MOST_STEPS)
    })
    this.#done.splice(0, dropped + 1)
  }

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

  /** What the steps say that a file says now; null: that it is not there. Undefined: no step is about it. */
  textOf(path: string): string | null | undefined {
    const of = (changes: readonly FileChange[]) => changes.find((change) => change.path === path)
    const last = this.#done.findLast(({ after }) => of(after))
    const next = this.#undone.findLast(({ before }) => of(before))
    const change = last ? of(last.after) : next && of(next.before)
    return change?.text
  }

  /** A file, or all in a folder, is called otherwise now. */
  rename(from: string, to: string): void {
    this.#each((change) => ({ ...change, path: movedPath(change.path, from, to) ?? change.path }))
  }

  /** Takes a file out that is gone for reasons of its own: undoing an edit of it must not bring it back. */
  forget(path: string): void {
    this.#each((change) => (change.path === path ? undefined : change))
    for (const steps of [this.#done, this.#undone])
      steps.splice(0, steps.length, ...steps.filter(({ after, moved }) => after.length > 0 || moved))
  }

  #each(change: (change: FileChange) => FileChange | undefined): void {
    for (const step of [...this.#done, ...this.#undone]) {
      step.before = step.before.flatMap((one) => change(one) ?? [])
      step.after = step.after.flatMap((one) => change(one) ?? [])
    }
  }
}

/** Where something lies after a file, or a folder around it, has moved; undefined: it has not. */
export function movedPath(path: string, from: string, to: string): string | undefined {
  if (path === from) return to
  return path.startsWith(`${from}/`) ? to + path.slice(from.length) : undefined
}

function lastOfEach(changes: readonly FileChange[]): FileChange[] {
  return [...new Map(changes.map((change) => [change.path, change])).values()]
}
