import { ApiFailure, call } from "../api/call.ts"
import { queryClient } from "../api/queries.ts"
import { confirm } from "../ui/confirm.tsx"

/**
 * Does what runs the code of a flow, or of several; where nobody has allowed that yet, asks for one after the other and does
 * it then. Undefined: it was not allowed. Fails as `does` does.
 */
export async function withTrust<T>(
  flows: string | null | readonly string[],
  does: () => Promise<T>,
): Promise<T | undefined> {
  const [flow, ...others] = typeof flows === "string" ? [flows] : (flows ?? [])
  try {
    return await does()
  } catch (thrown) {
    if (flow === undefined || !(thrown instanceof ApiFailure) || thrown.code !== "FOLDER_UNTRUSTED")
      throw thrown
  }
  const isSure = await confirm({
    title: `Run the code of ${flow}?`,
    text: "This folder was not made here. That runs its Python and TypeScript with your rights.",
    action: "Allow and run",
  })
  if (!isSure) return undefined
  await call("flows.trust", { body: { flow } })
  void queryClient.invalidateQueries({ queryKey: ["flows.get"] })
  return withTrust(others, does)
}
