import { expect, test } from "vitest"
import { checkPublic, isPublicAddress } from "./public-address.ts"

test.for([
  "127.0.0.1",
  "10.0.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1",
  "fd00::1",
  "ff02::1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
])("%s is private", (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.for(["93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:2800:220:1::1", "::ffff:8.8.8.8"])(
  "%s is public",
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  },
)

test("a name counts as what it leads to, an address in any spelling as itself", async () => {
  await expect(checkPublic("localhost")).rejects.toThrow(/localhost leads to .*, which is no public address/)
  await expect(checkPublic("[::1]")).rejects.toThrow("no public address")
  // what a URL makes of spellings that are meant to deceive
  for (const spelling of ["0x7f.1", "2130706433", "0177.0.0.1"]) {
    await expect(checkPublic(new URL(`http://${spelling}/`).hostname)).rejects.toThrow("127.0.0.1")
  }
  await expect(checkPublic("8.8.8.8")).resolves.toBeUndefined()
})
