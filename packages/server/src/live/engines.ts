import { EngineProcess, type OpenOptions } from "@internal/sdk"

/** The engines of a server: one for tests, kept warm, and one for each run, which goes on when the server has ended. */
export class Engines implements AsyncDisposable {
  readonly #options: OpenOptions
  readonly #tests: EngineProcess
  readonly #runs = new Set<EngineProcess>()

  constructor(options: OpenOptions) {
    this.#options = options
    this.#tests = new EngineProcess(options)
  }

  get tests(): EngineProcess {
    return this.#tests
  }

  /** A new one for a work that must not die with this process. */
  forRun(): EngineProcess {
    for (const engine of this.#runs) {
      if (engine.busy) continue
      this.#runs.delete(engine)
      void engine[Symbol.asyncDispose]()
    }
    const engine = new EngineProcess(traced(this.#options), { outlives: true })
    this.#runs.add(engine)
    return engine
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#tests, ...this.#runs].map((engine) => engine[Symbol.asyncDispose]()))
  }
}

/** Nodes record their calls, prompts and answers, which the page shows of each line; unless the environment says otherwise. */
function traced({ env = process.env, ...options }: OpenOptions): OpenOptions {
  return { ...options, env: { PF_DISABLE_TRACING: "false", ...env } }
}
