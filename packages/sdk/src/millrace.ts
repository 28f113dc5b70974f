import { resolve } from "node:path"
import type { ImportOptions, ImportReport } from "./api/import.ts"
import type { MillraceApi, OpenOptions } from "./api/millrace-api.ts"
import type { Prompty, PromptyOptions } from "./api/prompty.ts"
import { cacheOperations } from "./cache-operations.ts"
import type { ClientParts } from "./client/asked.ts"
import { configValues, setConfigValue } from "./configuration.ts"
import { Context } from "./context.ts"
import { experimentOperations } from "./experiment-operations.ts"
import { WorkHandle } from "./handle.ts"
import { placesOf } from "./home.ts"
import { later } from "./later.ts"
import { readRunFileIn, runOperations } from "./run-operations.ts"

/**
 * Everything that Millrace can do, in one object; the command line is a thin layer over it. Nothing is opened before an
 * operation needs it.
 *
 * @example
 * await using millrace = await Millrace.open()
 * const { output } = await millrace.flows.test({ flow: "my-flow", inputs: { text: "hi" } }).result
 */
export class Millrace implements MillraceApi {
  readonly home: string
  readonly profile: "millrace" | "pf"
  readonly flows: MillraceApi["flows"]
  readonly runs: MillraceApi["runs"]
  readonly experiments: MillraceApi["experiments"]
  readonly connections: MillraceApi["connections"]
  readonly runtimes: MillraceApi["runtimes"]
  readonly tools: MillraceApi["tools"]
  readonly models: MillraceApi["models"]
  readonly cache: MillraceApi["cache"]
  readonly config: MillraceApi["config"]
  readonly journal: MillraceApi["journal"]
  readonly data: MillraceApi["data"]
  readonly gallery: MillraceApi["gallery"]
  readonly #context: Context

  private constructor(context: Context) {
    this.#context = context
    const { places } = context
    this.home = places.home
    this.profile = places.profile
    this.runs = runOperations(context)
    this.cache = cacheOperations(context)
    this.experiments = experimentOperations(context)
    this.connections = later(
      async () => (await import("./connection-operations.ts")).connectionOperations(context),
      ["create", "update", "get", "list", "delete", "test", "read"],
    )
    this.flows = {
      test: (options) =>
        new WorkHandle(
          crypto.randomUUID(),
          async (handle) => (await import("./flow/test-flow.ts")).testFlow(context, options, handle),
          options.signal,
        ),
      chat: async (options, progress) =>
        (await import("./flow/chat.ts")).openChat(context, options, progress),
      tests: async (options) => (await import("./flow/list-tests.ts")).listTests(context, options),
      validate: async ({ flow, ...manner }) =>
        (await import("./flow/validate-flow.ts")).validateFlow(context, flow, manner),
      init: async (options) =>
        "entry" in options
          ? (await import("./flow/wrap-function.ts")).wrapFunction(context, options)
          : (await import("./flow/init-flow.ts")).initFlow(context, options),
      save: async (options) => (await import("./flow/save-flow.ts")).saveFlow(context, options),
      inferSignature: async ({ code = ".", ...options }) =>
        (await import("./flow/entry-signature.ts")).inferSignature(context, {
          ...options,
          folder: resolve(places.cwd, code),
        }),
      describe: async ({ flow, ...manner }) =>
        (await import("./flow/describe-flow.ts")).describeFlow(context, flow, manner),
      archive: async ({ flow }) => (await import("./flow/archived-flows.ts")).archiveFlow(places, flow),
      restore: async ({ flow }) => (await import("./flow/archived-flows.ts")).restoreFlow(places, flow),
      archived: async () => (await import("./flow/archived-flows.ts")).archivedFlows(places),
    }
    this.runtimes = {
      list: async (options) => (await import("./runtime-operations.ts")).listRuntimes(context, options),
      create: async (...given) => (await import("./runtime-operations.ts")).createRuntime(context, ...given),
      get: async (name, options) =>
        (await import("./runtime-operations.ts")).getRuntime(context, name, options),
      check: async (...given) => (await import("./runtime-operations.ts")).checkRuntime(context, ...given),
      update: async (...given) => (await import("./runtime-operations.ts")).updateRuntime(context, ...given),
      delete: async (name) => (await import("./runtime-operations.ts")).deleteRuntime(context, name),
    }
    this.tools = later(
      async () => (await import("./tools/tool-operations.ts")).toolOperations(context),
      ["list", "validate", "init", "call"],
    )
    this.models = {
      list: async () => (await import("./models/open-models.ts")).listModels(context),
      pull: async (name, progress) =>
        (await import("./models/open-models.ts")).pullModel(context, name, progress),
      add: async (file, name) => (await import("./models/open-models.ts")).addModel(context, file, name),
      delete: async (name) => (await import("./models/open-models.ts")).deleteModel(context, name),
    }
    this.journal = {
      async *events(run, { after = 0, line } = {}) {
        const store = await context.store()
        yield* line === undefined ? store.journal.read(run, after) : store.runs.lineEvents(run, line)
      },
      version: async () => (await context.store()).version(),
    }
    this.data = {
      preview: async (path, limit) => (await import("./data/preview.ts")).previewData(context, path, limit),
    }
    this.gallery = later(
      async () => (await import("./gallery/gallery.ts")).galleryOperations(context),
      ["list", "clone", "describe"],
    )
    this.config = {
      all: () => configValues(places),
      set: (key, value, path) => setConfigValue(places, key, value, path),
    }
  }

  static async open(options: OpenOptions = {}): Promise<Millrace> {
    const openers = {
      api: (context: Context) => new Millrace(context),
      client: async (parts: ClientParts) =>
        new (await import("./client/client-answers.ts")).ClientAnswers(parts),
    }
    return new Millrace(new Context(placesOf(options), openers))
  }

  async prompty(path: string, options?: PromptyOptions): Promise<Prompty> {
    return (await import("./prompty/open-prompty.ts")).openPrompty(this.#context, path, options)
  }

  async readRunFile(
    path: string | undefined,
    options?: Parameters<MillraceApi["readRunFile"]>[1],
  ): ReturnType<MillraceApi["readRunFile"]> {
    return readRunFileIn(this.#context, path, options)
  }

  async importPromptflow(options: ImportOptions = {}): Promise<ImportReport> {
    const { importPromptflow } = await import("./promptflow-home/import-promptflow.ts")
    return importPromptflow(this.#context, options)
  }

  async runScript(options: Parameters<MillraceApi["runScript"]>[0]): Promise<number> {
    return (await import("./script/run-script.ts")).runScript(this.#context, options)
  }

  async doctor(options: { flow?: string; careful?: boolean } = {}): ReturnType<MillraceApi["doctor"]> {
    return (await import("./doctor.ts")).doctor(this.#context, options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context[Symbol.asyncDispose]()
  }
}
