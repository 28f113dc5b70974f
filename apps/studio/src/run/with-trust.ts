import { ApiFailure, call } from "../api/call.ts"
import { queryClient } from "../api/queries.ts"
import { confirm } from "../ui/confirm.tsx"

/**
 * Does what runs the code of a flow; where nobody has allowed that yet, asks and does it then. Undefined: it was not
 * allowed. Fails as `does` does.
 */
export async function withTrust<T>(flow: string | null, does: () => Promise<T>): Promise<T | undefined> {
  try {
    return await does()
  } catch (thrown) {
    if (flow === null || !(thrown instanceof ApiFailure) || thrown.code !== "FOLDER_UNTRUSTED") throw thrown
  }
  const isSure = await confirm({
    title: `Run the code of ${flow}?`,
    text: "This folder was not made here. That runs its Python and TypeScript with your rights.",
    action: "Allow and run",
  })
  if (!isSure) return undefined
  await call("flows.trust", { body: { flow } })
  void queryClient.invalidateQueries({ queryKey: ["flows.get"] })
  return does()
}
