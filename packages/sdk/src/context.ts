import type { Connection, ConnectionReader } from "@internal/schema"
import { openStore, type Scrubber, type Store } from "@internal/store"
import type { OpenOptions } from "./api/millrace-api.ts"
import { httpConnection, needLocalProvider } from "./connection-provider.ts"
import { type Places, placesOf } from "./home.ts"

/** The model on this machine, which needs no key and no setting up. */
export const LOCAL_CONNECTION: Connection = {
  name: "local_model",
  type: "LocalConnection",
  module: "millrace.connections",
  configs: { model: "smollm2" },
  secrets: {},
}

/** What all operations share: places, and the store, opened when first needed. */
export class Context implements AsyncDisposable {
  readonly places: Places
  readonly #shared = new Map<string, AsyncDisposable>()
  #store: Promise<Store> | undefined
  #provider: Promise<void> | undefined

  constructor(options: OpenOptions) {
    this.places = placesOf(options)
  }

  store(): Promise<Store> {
    this.#store ??= openStore({ home: this.places.store, env: this.places.env })
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
    const known = this.#shared.get(name) ?? make()
    this.#shared.set(name, known)
    return known as T // each name has one maker
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const resource of this.#shared.values()) await resource[Symbol.asyncDispose]()
    if (this.#store) await (await this.#store)[Symbol.asyncDispose]()
  }
}
