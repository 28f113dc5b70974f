import { pythonFiles } from "./python-files.ts"
import { runCommand } from "./runtime/run-command.ts"

/** Fields of a user's connection class (spec 6.3), null where it is of another kind, or why they cannot be known. */
export type ConnectionClass = { fields: { configs: string[]; secrets: string[] } | null } | { error: string }

/** Imports the class in the interpreter: runs user code, in a process of its own. */
export async function connectionClass(
  interpreter: string,
  module: string,
  name: string,
  environment: Record<string, string>,
): Promise<ConnectionClass> {
  const args = [pythonFiles().worker, "--connection-class", module, name]
  const { code, stdout, stderr } = await runCommand(interpreter, args, { env: environment })
  if (code !== 0) return { error: `${interpreter} ended: ${stderr.trim().split("\n").at(-1) ?? ""}` }
  return JSON.parse(stdout) // as connection_class.py writes it
}
