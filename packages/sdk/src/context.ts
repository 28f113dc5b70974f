import type { Connection, ConnectionReader } from "@internal/schema"
import type { Scrubber, Store } from "@internal/store"
import type { MillraceApi } from "./api/millrace-api.ts"
import type { ClientParts } from "./client/asked.ts"
import type { ClientAnswers } from "./client/client-answers.ts"
import { httpConnection, needLocalProvider } from "./connection-provider.ts"
import type { Places } from "./home.ts"

/** The model on this machine, which needs no key and no setting up. */
export const LOCAL_CONNECTION: Connection = {
  name: "local_model",
  type: "LocalConnection",
  module: "millrace.connections",
  configs: { model: "smollm2" },
  secrets: {},
}

/** What is above the context and needed below it: code of a flow may ask for all that there is. */
export interface Openers {
  api(context: Context): MillraceApi
  client(parts: ClientParts): Promise<ClientAnswers>
}

/** What all operations share: places, and the store, opened when first needed. */
export class Context implements AsyncDisposable {
  readonly places: Places
  readonly #shared = new Map<string, AsyncDisposable>()
  #store: Promise<Store> | undefined
  #provider: Promise<void> | undefined

  readonly #openers: Openers
  readonly #around: Context | undefined

  constructor(places: Places, openers: Openers, around?: Context) {
    this.places = places
    this.#openers = openers
    this.#around = around
  }

  /** The operations over this. */
  api(): MillraceApi {
    return this.#openers.api(this)
  }

  /** What answers Python code that asks for flows and runs. */
  client(parts: ClientParts): Promise<ClientAnswers> {
    return this.#openers.client(parts)
  }

  /** The same home, store and models for code that runs in another folder, with variables of its own. */
  within(cwd: string, variables: Record<string, string>, settings: Record<string, string> = {}): Context {
    const own = Object.entries(this.places.env).filter(([name]) => name.startsWith("MILLRACE_"))
    const env = { ...Object.fromEntries(own), ...variables }
    return new Context(
      { ...this.places, cwd, env, settings: { ...this.places.settings, ...settings } },
      this.#openers,
      this.#around ?? this,
    )
  }

  store(): Promise<Store> {
    if (this.#around) return this.#around.store()
    const { store: home, env } = this.places
    this.#store ??= import("@internal/store").then(({ openStore }) => openStore({ home, env }))
    return this.#store
  }

  /** Rejects when the settings want connections from elsewhere (spec 7.5). */
  localConnections(): Promise<void> {
    this.#provider ??= needLocalProvider(this.places)
    return this.#provider
  }

  async #connection(name: string): Promise<Connection | undefined> {
    // the commands of the original leave the endpoint to its executors
    const endpoint =
      this.places.profile === "millrace" && this.places.env.PF_HTTP_CONNECTION_PROVIDER_ENDPOINT
    if (endpoint) return httpConnection(endpoint, name)
    if (name !== LOCAL_CONNECTION.name) await this.localConnections()
    return (await this.store()).connections.get(name)
  }

  /** Reads connections for an execution; every secret that is read is known to the scrubber from then on. */
  connections(scrubber: Scrubber): ConnectionReader {
    return {
      get: async (name) => {
        const connection = await this.#connection(name)
        if (connection) scrubber.add(Object.values(connection.secrets))
        return connection ?? (name === LOCAL_CONNECTION.name ? LOCAL_CONNECTION : undefined)
      },
    }
  }

  /** Something that lives as long as this, made at its first use. */
  shared<T extends AsyncDisposable>(name: string, make: () => T): T {
    if (this.#around) return this.#around.shared(name, make)
    const known = this.#shared.get(name) ?? make()
    this.#shared.set(name, known)
    return known as T // each name has one maker
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const resource of this.#shared.values()) await resource[Symbol.asyncDispose]()
    const store = await this.#store?.catch(() => undefined) // whoever asked for it was told
    await store?.[Symbol.asyncDispose]()
  }
}
