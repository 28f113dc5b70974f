/** `base`, or `base_2` and so on where that is taken. */
export function freeName(taken: readonly { name: string }[], base: string): string {
  const names = new Set(taken.map(({ name }) => name))
  if (!names.has(base)) return base
  for (let i = 2; ; i++) if (!names.has(`${base}_${i}`)) return `${base}_${i}`
}
