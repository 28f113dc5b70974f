// What the machine does at this moment without any of our code. Virtual machines are now and then half as fast as they
// were ten minutes before: a figure is worth what these rows say, which is why they come first and last.
import { measureCommand } from "./command.ts"
import { median, report } from "./measure.ts"

export async function machine(): Promise<void> {
  const seconds = (command: string[]) => median(9, async () => (await measureCommand(command)).wall)
  report("bare Node", (await seconds([process.execPath, "-e", "0"])) * 1000, "ms", "(machine)")
  const python = process.env.PYTHON ?? "python3"
  report("bare Python", (await seconds([python, "-E", "-S", "-c", "0"])) * 1000, "ms", "(machine)")
  report("a loop of 10 million additions", await median(9, async () => loop()), "ms", "(machine)")
}

function loop(): number {
  const start = performance.now()
  let sum = 0
  for (let i = 0; i < 10_000_000; i++) sum = (sum + i) % 1_000_003
  if (sum < 0) throw new Error("the sum is used")
  return performance.now() - start
}
