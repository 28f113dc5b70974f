import { expect, test } from "vitest"
import { sniffData } from "./sniff-data.ts"

const sniffed = (text: string, name = "d.txt") => {
  const { name: called, bytes } = sniffData(name, Buffer.from(text))
  return [called, bytes.toString()]
}

test("a text is called what it is; JSON, single columns and other endings stay", () => {
  expect(sniffed("a\tb\n1\t2,5\n")).toEqual(["d.tsv", "a\tb\n1\t2,5\n"])
  expect(sniffed("a,b\n1,2\n", "D.TXT")).toEqual(["D.csv", "a,b\n1,2\n"])
  expect(sniffed('{"a": 1}\n')).toEqual(["d.txt", '{"a": 1}\n'])
  expect(sniffed("one\ntwo\n")).toEqual(["d.txt", "one\ntwo\n"])
  expect(sniffed("")).toEqual(["d.txt", ""])
  expect(sniffed("a;b\n", "d.csv")).toEqual(["d.csv", "a;b\n"])
})

test("other delimiters become commas, with quotes where they are needed", () => {
  expect(sniffed('a;b\n1,5;"x; y"\n;"two\nlines; more"\n')).toEqual([
    "d.csv",
    'a,b\n"1,5","x; y"\n,"two\nlines; more"\n',
  ])
  expect(sniffed('a|b|c\n"u|v"|say "hi"|3\n')).toEqual(["d.csv", 'a,b,c\n"u|v","say ""hi""",3\n'])
})
