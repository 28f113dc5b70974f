import { isLower, isTitle, isUpper } from "../text/casing.ts"
import { DIGIT, NUMERIC } from "../text/characters.generated.ts"
import { isSpace } from "../text/whitespace.ts"
import type { MethodTable } from "./method.ts"

const UNPRINTABLE = /[\p{C}\p{Z}]/u

/** `str.isdigit()` and its kin. */
export function addTextTests(table: MethodTable<string>): void {
  const tests: Record<string, (s: string) => boolean> = {
    isalnum: (s) => s !== "" && Array.from(s).every((c) => /\p{L}/u.test(c) || NUMERIC.test(c)),
    isalpha: (s) => /^\p{L}+$/u.test(s),
    isascii: (s) => !/[^\0-\x7f]/.test(s),
    isdecimal: (s) => /^\p{Nd}+$/u.test(s),
    isdigit: (s) => DIGIT.test(s),
    isidentifier: (s) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(s),
    islower: isLower,
    isnumeric: (s) => NUMERIC.test(s),
    isprintable: (s) => !UNPRINTABLE.test(s.replaceAll(" ", "")),
    isspace: isSpace,
    istitle: isTitle,
    isupper: isUpper,
  }
  for (const [name, test] of Object.entries(tests)) table.none(name, test)
}
