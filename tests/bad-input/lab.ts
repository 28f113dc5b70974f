import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type ErrorRecord, MillraceError } from "@internal/schema"
import {
  Millrace,
  type OpenOptions,
  type Progress,
  type RunInfo,
  type RunOptions,
  type TestOptions,
} from "@internal/sdk"
import type { Value } from "@internal/value"
import { Workspace } from "../support/workspace.ts"

/** What a run left behind, read from the three places that keep it. */
export interface Finished {
  info: RunInfo
  /** As the journal has them. */
  statuses: Map<number, string>
  errors: Map<number, ErrorRecord>
  /** Output of each line that is done, as the run folder has it. */
  outputs: Map<number, unknown>
  events: Progress[]
}

/** A workspace with the SDK open over it, in this process. */
export class Lab implements AsyncDisposable {
  readonly workspace: Workspace
  readonly millrace: Millrace

  private constructor(workspace: Workspace, millrace: Millrace) {
    this.workspace = workspace
    this.millrace = millrace
  }

  /** `files`: text by path in the workspace; flows lie in `flow` unless a test says otherwise. */
  static async make(files: Record<string, string>, options: OpenOptions = {}): Promise<Lab> {
    const workspace = await Workspace.make(files)
    const env = { ...process.env, HOME: workspace.home, ...options.env }
    const millrace = await Millrace.open({ cwd: workspace.folder, ...options, env })
    return new Lab(workspace, millrace)
  }

  /** Tests `flow`; answers what it gave, or the error that refused it, as a record. */
  async test(options: Partial<TestOptions> = {}): Promise<{ output?: Value; error?: ErrorRecord }> {
    const { status, output, error } = await this.millrace.flows.test({ flow: "flow", ...options }).result
    return status === "done" ? { output } : error ? { error } : {}
  }

  /** What refuses a test or a run before its first line. */
  async refusal(work: () => Promise<unknown>): Promise<MillraceError> {
    try {
      await work()
    } catch (thrown) {
      if (thrown instanceof MillraceError) return thrown
      throw thrown
    }
    throw new Error("it was not refused")
  }

  /** Runs `flow` over the rows in bulk and reads everything back. */
  async run(rows: string | readonly unknown[], options: Partial<RunOptions> = {}): Promise<Finished> {
    const data = typeof rows === "string" ? rows : "rows.jsonl"
    if (typeof rows !== "string") {
      await this.workspace.write({ [data]: rows.map((row) => `${JSON.stringify(row)}\n`).join("") })
    }
    const handle = await this.millrace.runs.create({
      flow: "flow",
      data,
      columnMapping: { x: "${data.x}" },
      ...options,
    })
    const events: Progress[] = []
    for await (const event of handle.events()) events.push(event)
    const info = await handle.result
    return { ...(await this.kept(info)), events }
  }

  /** What another Millrace, such as one in another process, sees of the same home. */
  async elsewhere<T>(use: (other: Millrace) => Promise<T>): Promise<T> {
    const { home, folder } = this.workspace
    await using other = await Millrace.open({ cwd: folder, env: { ...process.env, HOME: home } })
    return await use(other)
  }

  /** What journal and run folder hold of a run. */
  async kept(info: RunInfo, millrace = this.millrace): Promise<Omit<Finished, "events">> {
    const { lines } = await millrace.runs.details(info.name, { limit: 1000 })
    const written = await readFile(join(info.output, "output.jsonl"), "utf8").catch(() => "")
    const outputs = written
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .map(({ line_number, ...output }): [number, unknown] => [line_number, output])
    return {
      info,
      statuses: new Map(lines.map(({ line, status }) => [line, status])),
      errors: new Map(lines.flatMap(({ line, error }) => (error ? [[line, error]] : []))),
      outputs: new Map(outputs),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.millrace[Symbol.asyncDispose]()
    await this.workspace[Symbol.asyncDispose]()
  }
}
