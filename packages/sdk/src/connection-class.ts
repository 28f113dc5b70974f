import { connectionClass, resolveRuntime } from "@internal/python"
import { type Connection, MillraceError } from "@internal/schema"
import { RESERVED } from "@internal/store"
import type { Context } from "./context.ts"
import { inheritedEnvironment } from "./flow/environment.ts"

/**
 * Checks the fields of a connection of a user's class against the class (spec 6.3), in the Python that a flow of the
 * working folder would use. Fails with `CONNECTION_INVALID`; other connections pass.
 */
export async function checkConnectionClass(connection: Connection, context: Context): Promise<void> {
  const { name, configs, secrets } = connection
  const custom = configs[`${RESERVED}custom_type`]
  const module = configs[`${RESERVED}module`]
  if (custom === undefined || module === undefined) return
  const { cwd, home, env } = context.places
  const { interpreter } = await resolveRuntime({ folder: cwd, home })
  const known = await connectionClass(interpreter, module, custom, inheritedEnvironment(env))
  const refuse = (reason: string, hint: string) => {
    throw new MillraceError("CONNECTION_INVALID", { name, reason }, { hint, original: ["UserError"] })
  }
  if ("error" in known) return refuse(known.error, `It is looked for in ${interpreter}.`)
  const { fields } = known
  if (fields === null) return
  const own = Object.keys(configs).filter((key) => !key.startsWith(RESERVED))
  const wrong = [
    ...own.filter((key) => !fields.configs.includes(key)).map((key) => `${key} is no config of ${custom}`),
    ...Object.keys(secrets)
      .filter((key) => !fields.secrets.includes(key))
      .map((key) => `${key} is no secret of ${custom}`),
  ]
  if (wrong.length > 0) {
    const has = `${custom} has the configs ${fields.configs.join(", ") || "(none)"}`
    refuse(wrong.join("; "), `${has} and the secrets ${fields.secrets.join(", ") || "(none)"}.`)
  }
}
