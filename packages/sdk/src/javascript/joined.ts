/** A generator's items, joined as text, as the flow's output would be. */
export async function joined(value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null) return value
  if (!(Symbol.asyncIterator in value) && !isIterator(value)) return value
  let text = ""
  for await (const item of value as AsyncIterable<unknown>) text += String(item)
  return text
}

/** Of an entry's answer the values of an object are joined too. */
export async function joinedParts(value: unknown): Promise<unknown> {
  const whole = await joined(value)
  if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return whole
  const parts: [string, unknown][] = []
  for (const [name, part] of Object.entries(whole)) parts.push([name, await joined(part)])
  return Object.fromEntries(parts)
}

function isIterator(value: object): boolean {
  return Symbol.iterator in value && "next" in value
}
