import { MillraceError } from "@internal/schema"
import type { Action } from "../command.ts"
import { bashCompletion } from "../completion/bash.ts"
import { fishCompletion } from "../completion/fish.ts"
import { zshCompletion } from "../completion/zsh.ts"

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

/** `completion` */
export const completion: Action = async (given, { catalogue, terminal }) => {
  const [shell = ""] = given.words
  if (!(shell in SHELLS)) {
    throw new MillraceError(
      "USAGE",
      { reason: `There is no completion for ${shell}.` },
      { hint: `There is ${Object.keys(SHELLS).join(", ")}.` },
    )
  }
  terminal.out(SHELLS[shell as keyof typeof SHELLS](catalogue))
}
