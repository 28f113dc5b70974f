import { joinedParts } from "./joined.ts"
import type { EntryCall } from "./messages.ts"

type Callable = (...args: unknown[]) => unknown
type EntryClass = new (...args: unknown[]) => Record<string, unknown>

/** The constructor of an entry threw its cause. */
export class NotMade extends Error {}

/** Objects of entry classes, one for each node of this thread. */
const objects = new Map<string, Record<string, unknown>>()

/** Calls the function or the object that a file exports under the entry's name. */
export async function runEntry(
  entry: EntryCall,
  module: Record<string, unknown>,
  { file, args }: { file: string; args: unknown[] },
): Promise<unknown> {
  const exported = module[entry.name]
  if (typeof exported !== "function")
    throw new TypeError(`${file} exports no function or class ${entry.name}`)
  if (entry.init === undefined) return joinedParts(await (exported as Callable)(...args)) // checked to be a function
  const object = objectOf(entry, exported as EntryClass) // its text says that it is a class
  if (entry.method === "open") return null
  const method = object[entry.method]
  if (typeof method !== "function")
    throw new TypeError(`the class ${entry.name} has no method ${entry.method}`)
  return joinedParts(await (method as Callable).apply(object, args))
}

function objectOf({ object, init = [] }: EntryCall, made: EntryClass): Record<string, unknown> {
  let known = objects.get(object)
  if (!known) {
    try {
      known = new made(...init)
    } catch (cause) {
      throw new NotMade("the constructor threw", { cause })
    }
    objects.set(object, known)
  }
  return known
}
