// npm run bench [-- --large] [-- --durability] [-- --limits] [-- --studio]: every figure of issue 3, with the machine and its load.
import { cpus, loadavg, totalmem } from "node:os"
import { commands } from "./commands.ts"
import { durability } from "./durability.ts"
import { engineOverhead } from "./engine-overhead.ts"
import { journal } from "./journal.ts"
import { limits } from "./limits.ts"
import { machine } from "./machine.ts"
import { pythonCall } from "./python-call.ts"

const load = loadavg()
  .map((x) => x.toFixed(2))
  .join(" ")
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, load ${load}\n`,
)
await machine()
await engineOverhead()
await journal()
await pythonCall()
await commands({ large: process.argv.includes("--large") })
if (process.argv.includes("--durability")) await durability({ large: process.argv.includes("--large") })
if (process.argv.includes("--limits")) await limits(undefined)
if (process.argv.includes("--studio")) await (await import("./studio.ts")).studio()
await import("./jinja.ts")
await machine()
