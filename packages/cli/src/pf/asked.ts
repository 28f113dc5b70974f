import type { Context } from "../context.ts"
import type { Given } from "../given.ts"
import { confirm } from "../terminal/ask.ts"

/** The original's y/n question on stdout, asked again until it is answered; `-y` skips it. */
export async function asked(question: string, given: Given, { terminal }: Context): Promise<boolean> {
  if (given.flag("yes") || given.flag("assumeYes")) return true
  return confirm(question, terminal.out, "Please input 'y' or 'n':")
}
