/** What the engine and a tool thread say to each other; values are structured clones. */
export type ToWorker =
  | {
      id: number
      file: string
      args: unknown[]
      /** Of the entry of a flex flow. */
      entry?: EntryCall
    }
  /** Whether the thread still takes messages. */
  | { ping: true }
export interface EntryCall {
  /** What the file exports. */
  name: string
  /** Arguments of the constructor, if it is a class; its object is made once for each `object`. */
  init: unknown[] | undefined
  object: string
  method: "call" | "aggregate" | "open"
}
/** Places of the numbers that both sides share: the last call that was begun, and whether no other may begin. */
export const BEGUN = 0
export const CLOSED = 1

export type FromWorker =
  | { pong: true }
  /** It came after the thread was closed, and has not begun. */
  | { id: number; left: true }
  /** What the call wrote, each write with its `[time] ` (spec 3.5). */
  | { id: number; stream: "stdout" | "stderr"; text: string }
  | { id: number; ok: true; value: unknown }
  /** `made`: false if the constructor of an entry threw. */
  | { id: number; ok: false; type: string; message: string; stack: string; made: boolean }
