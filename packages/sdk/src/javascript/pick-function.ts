type Tool = (...args: unknown[]) => unknown

/** The function that a tool file exports: `default`, or its only exported function. */
export function pickFunction(module: Record<string, unknown>, file: string): Tool {
  if (typeof module.default === "function") return module.default as Tool
  const functions = Object.entries(module).filter(([, value]) => typeof value === "function")
  const [only] = functions
  if (functions.length === 1 && only) return only[1] as Tool
  const found = functions.length === 0 ? "none" : functions.map(([name]) => name).join(", ")
  throw new TypeError(`${file} must export one function, or a default one; it exports ${found}`)
}
