/** What the engine and a tool thread say to each other; values are structured clones. */
export interface ToWorker {
  id: number
  file: string
  args: unknown[]
}
export type FromWorker =
  /** What the call wrote, each write with its `[time] ` (spec 3.5). */
  | { id: number; stream: "stdout" | "stderr"; text: string }
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; type: string; message: string; stack: string }
