import type { Progress, RuntimeInfo } from "@internal/sdk"
import { present } from "../arguments/execution.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { SetupView } from "../progress/setup-view.ts"
import { confirm } from "../terminal/ask.ts"
import { printJson, printPairs, printTable } from "./print.ts"

/** `runtime list` */
export const runtimeList: Action = async (_given, context) => {
  const api = await context.millrace()
  const runtimes = await api.runtimes.list()
  if (context.json) return printJson(context, runtimes)
  printTable(
    context,
    [
      { title: "name" },
      { title: "python", shrinks: false },
      { title: "kind", shrinks: false },
      { title: "interpreter" },
    ],
    runtimes.map((r) => [
      r.current ? `${r.name} *` : r.name,
      r.version,
      r.status === "broken" ? "broken" : r.kind,
      r.interpreter,
    ]),
  )
}

/** `runtime create` */
export const runtimeCreate: Action = async (given, context) => {
  const options = {
    name: given.required("name"),
    requirements: given.text("requirements"),
    python: given.text("python"),
  }
  const api = await context.millrace()
  await making(context, (told) => api.runtimes.create(present(options), told))
}

/** `runtime update` */
export const runtimeUpdate: Action = async (given, context) => {
  const name = given.required("name")
  const api = await context.millrace()
  await making(context, (told) => api.runtimes.update(name, told))
}

/** Progress on stderr, then what was made. */
async function making(
  context: Context,
  make: (told: (progress: Progress) => void) => Promise<RuntimeInfo>,
): Promise<void> {
  const view = new SetupView(context.terminal)
  try {
    const runtime = await make((progress) => view.on(progress))
    view.end()
    printRuntime(runtime, context)
  } finally {
    view.end()
  }
}

/** `runtime check` */
export const runtimeCheck: Action = async (given, context) => {
  const name = given.required("name")
  const api = await context.millrace()
  const check = await api.runtimes.check(name, { newer: given.flag("newer") })
  if (context.json) return printJson(context, check)
  const latest = new Map(check.newer?.map((one) => [one.name.toLowerCase(), one.latest]))
  printTable(
    context,
    [{ title: "package" }, { title: "version", shrinks: false }, { title: "newer", shrinks: false }],
    check.packages.map(({ name, version }) => [name, version, latest.get(name.toLowerCase()) ?? ""]),
  )
  const notes = [
    check.missing.length > 0 && `It lacks ${check.missing.join(", ")}.`,
    check.changed && "Its requirements file has changed.",
    given.flag("newer") && check.newer === null && "No index of packages answered.",
  ].filter((note) => note !== false)
  for (const note of notes) context.terminal.err(`${note}\n`)
}

/** `runtime show` */
export const runtimeShow: Action = async (given, context) => {
  const api = await context.millrace()
  printRuntime(await api.runtimes.get(given.required("name")), context)
}

/** `runtime delete` */
export const runtimeDelete: Action = async (given, context) => {
  const name = given.required("name")
  const api = await context.millrace()
  const { terminal } = context
  if (!given.flag("yes")) {
    const runtime = await api.runtimes.get(name)
    const question = `Delete runtime ${runtime.name}${runtime.folder ? ` (${runtime.folder})` : ""}?`
    if (!(await confirm(question, terminal.err, "y or n: "))) return
  }
  await api.runtimes.delete(name)
  if (context.json) printJson(context, { deleted: name })
  else terminal.err(`deleted ${name}\n`)
}

function printRuntime(runtime: RuntimeInfo, context: Context): void {
  if (context.json) {
    printJson(context, runtime)
    return
  }
  printPairs(context, [
    ["name", runtime.name],
    ["kind", runtime.kind],
    ...(runtime.status === "broken" ? [["status", "broken: millrace runtime update"] as const] : []),
    ["python", runtime.version],
    ["interpreter", runtime.interpreter],
    ...(runtime.folder ? [["folder", runtime.folder] as const] : []),
    ...(runtime.packages?.length ? [["packages", runtime.packages.join(" ")] as const] : []),
  ])
}
