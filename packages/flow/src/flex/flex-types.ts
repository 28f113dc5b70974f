import { CONNECTION_KINDS } from "@internal/schema"

/** Types of a flex flow's inputs and outputs (spec 1.3). */
export const FLEX_TYPES: readonly string[] = ["string", "int", "double", "bool", "list", "object"]

/** Classes of the original's SDK that a constructor may ask for; a dict is made one of them. */
const CONFIGURATIONS = ["AzureOpenAIModelConfiguration", "OpenAIModelConfiguration"]

/** Types of constructor arguments. */
export const INIT_TYPES: readonly string[] = [
  ...FLEX_TYPES,
  ...CONNECTION_KINDS.map((kind) => kind.className),
  ...CONFIGURATIONS,
]

export function isConfiguration(type: string | undefined): boolean {
  return CONFIGURATIONS.some((name) => name === type)
}
