/** Operations whose code is loaded when the first of them is asked for, so that a command starts with what it needs. */
export function later<Operations extends object>(
  load: () => Promise<Operations>,
  methods: readonly (keyof Operations)[],
): Operations {
  const call =
    (method: keyof Operations) =>
    async (...given: unknown[]): Promise<unknown> => {
      const operations = await load()
      return (operations[method] as (...given: unknown[]) => unknown)(...given)
    }
  return Object.fromEntries(methods.map((method) => [method, call(method)])) as Operations
}
