import { expect, test } from "vitest"
import { didYouMean } from "./nearest.ts"

test.each([
  ["summarise_text", ["summarize_text", "fetch"], "Did you mean `summarize_text`?"],
  ["qeustion", ["question"], "Did you mean `question`?"],
  ["Question", ["question"], "Did you mean `question`?"],
  ["x", ["y"], ""],
  ["completely", ["different"], ""],
  ["ab", [], ""],
])("%s of %j", (wrong, names, expected) => expect(didYouMean(wrong, names)).toBe(expected))
