import { call } from "../api/call.ts"
import { queryClient } from "../api/queries.ts"
import { flowAddress } from "./flow-address.ts"

/** The authoring page of what has just been made at `path`: the flow lies there, or is a file in it. */
export async function addressOfMade(path: string): Promise<string> {
  const flows = await call("flows.list")
  queryClient.setQueryData(["flows.list", {}], flows)
  const made =
    flows.find((flow) => flow.path === path) ?? flows.find((flow) => flow.path.startsWith(`${path}/`))
  return made ? flowAddress(made.path) : "/flows"
}
