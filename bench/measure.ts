/** Median of `runs` measurements after one that warms up. */
export async function median(runs: number, measure: () => Promise<number>): Promise<number> {
  await measure()
  const values: number[] = []
  for (let i = 0; i < runs; i++) values.push(await measure())
  values.sort((a, b) => a - b)
  return values[runs >> 1] as number
}

/** One line of the table: what, the figure, what it should reach. */
export function report(what: string, value: number, unit: string, goal: string): void {
  const figure = value >= 100 ? value.toFixed(0) : value.toFixed(2)
  console.log(`${what.padEnd(58)} ${figure.padStart(10)} ${unit.padEnd(10)} ${goal}`)
}
