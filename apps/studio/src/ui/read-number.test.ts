import { expect, it } from "vitest"
import { readNumber } from "./read-number.ts"

it("reads numbers within their limits, and says what is wrong with others", () => {
  expect(readNumber(" 0.7 ")).toEqual({ value: 0.7 })
  expect(readNumber("")).toEqual({ value: null })
  expect(readNumber("1e3", { whole: true })).toEqual({ value: 1000 })
  expect(readNumber("1.").value).toBe(1)
  expect(readNumber("-").problem).toBe("This is no number.")
  expect(readNumber("Infinity").problem).toBe("This is no number.")
  expect(readNumber("1.5", { whole: true }).problem).toBe("A whole number is needed.")
  expect(readNumber("3", { max: 2 }).problem).toBe("At most 2.")
  expect(readNumber("-1", { min: 0 }).problem).toBe("At least 0.")
})
