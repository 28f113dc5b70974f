// Opens a pool, prints the pids of a worker and of what a tool started, and waits to be killed.
import { json, Play, textOf, tool } from "./play.ts"

const play = await Play.of({
  "t.py": tool(
    "x",
    "import os, subprocess",
    "return [os.getppid(), os.getpid(), subprocess.Popen(['sleep', '300']).pid]",
  ),
})
const { value } = await play.call("t.py", { x: json("1") })
console.log(textOf(value).replace(/[[\]]/g, "").replaceAll(",", " "))
setInterval(() => undefined, 1000)
