import { z } from "zod"
import { VALUE_TYPES } from "../plan.ts"

const REFERENCE = "A literal, or a reference: ${inputs.name}, ${node.output}, ${node.output.property}."
const text = (description: string) => z.string().describe(description)

const valueType = z.enum(VALUE_TYPES).describe("Type of the value; inputs are converted to it.")

const flowInput = z
  .looseObject({
    type: valueType,
    default: z.unknown().describe("Value of the input when none is given.").optional(),
    description: text("What the input is for.").optional(),
    enum: z.array(z.unknown()).describe("Values to choose from in an editor.").optional(),
    is_chat_input: z.boolean().describe("Marks the user's message of a chat flow.").optional(),
    is_chat_history: z.boolean().nullable().describe("Marks the history of a chat flow.").optional(),
  })
  .describe("An input of the flow.")

const flowOutput = z
  .looseObject({
    type: valueType.describe("Type shown to callers; the value is passed on as it is."),
    reference: z.unknown().describe(REFERENCE).optional(),
    description: text("What the output holds.").optional(),
    is_chat_output: z.boolean().describe("Marks the answer of a chat flow.").optional(),
    evaluation_only: z.boolean().describe("Left out of what a served flow answers.").optional(),
  })
  .describe("An output of the flow.")

const source = z
  .looseObject({
    type: z.enum(["code", "package", "package_with_prompt"]).describe("Default: code.").optional(),
    path: text("File of the tool or prompt, relative to the flow folder.").optional(),
    tool: text("Name of a tool from an installed package.").optional(),
  })
  .describe("Where the code or prompt of the node is.")

const activate = z
  .looseObject({
    when: z.unknown().describe(REFERENCE),
    is: z.unknown().describe("The value it must equal."),
  })
  .describe("The node runs only if `when` equals `is`; otherwise it is bypassed.")

const policy = z
  .strictObject({
    cache: z.boolean().describe("false: neither give its answers to other runs nor take theirs.").optional(),
    pure: z
      .boolean()
      .describe("Its code answers equal inputs equally: other runs may have its answers.")
      .optional(),
    timeout: z.number().positive().describe("Seconds for one attempt.").optional(),
    retry: z
      .union([
        z.int().positive(),
        z.strictObject({
          times: z.int().positive().describe("Attempts after the first."),
          backoff: z
            .number()
            .positive()
            .describe("Seconds before the first of them; doubled each time.")
            .optional(),
          on: z
            .union([z.string(), z.array(z.string())])
            .describe("Errors that it is for: a code, a class, a status, timeout.")
            .optional(),
        }),
      ])
      .optional(),
    on_error: z
      .union([
        z.enum(["fail", "skip"]),
        z.strictObject({ default: z.unknown().describe("Stands for its answer.") }),
        z.strictObject({ fallback: z.string().describe("A node, or a connection of an llm node.") }),
      ])
      .optional(),
  })
  .describe("What Millrace does with the node and the original has no words for; the original ignores it.")

const nodeFields = {
  type: z
    .enum(["llm", "python", "prompt", "custom_llm", "javascript", "typescript"])
    .describe("What kind of tool runs.")
    .optional(),
  source: source.optional(),
  inputs: z
    .record(z.string(), z.unknown().describe(REFERENCE))
    .nullable()
    .describe("Arguments of the tool.")
    .optional(),
  connection: text("Name of the connection of an llm node.").optional(),
  api: z.enum(["chat", "completion"]).describe("Which API an llm node calls.").optional(),
  provider: text("Kept for the original; the connection decides.").optional(),
  module: text("Module of the built-in LLM tool.").nullable().optional(),
  aggregation: z.boolean().describe("Runs once after all lines, on lists of their values.").optional(),
  activate: activate.nullable().optional(),
  enable_cache: z.boolean().optional(),
  comment: text("A note for readers.").optional(),
  "x-millrace": policy.optional(),
}

const node = z
  .looseObject({
    name: z.union([z.string(), z.number()]).describe("Name of the node, unique in the flow."),
    ...nodeFields,
    use_variants: z.boolean().describe("The node is defined in node_variants.").optional(),
  })
  .describe("One step of the flow.")

const nodeVariants = z.looseObject({
  default_variant_id: text("Variant that is used when none is selected.").optional(),
  variants: z
    .record(
      z.string(),
      z.looseObject({ node: z.looseObject(nodeFields).describe("The whole node, without its name.") }),
    )
    .describe("Variants by their id."),
})

/** `flow.dag.yaml` (spec 1.2). Lenient: keys that nobody knows are kept, as the original does. */
export const flowFile = z
  .looseObject({
    $schema: z.string().optional(),
    id: z.string().optional(),
    name: z.string().optional(),
    display_name: z.string().optional(),
    description: z.string().optional(),
    type: z
      .enum(["standard", "evaluation", "chat"])
      .describe("What the flow is for; nothing depends on it.")
      .optional(),
    tags: z.record(z.string(), z.string().nullable()).optional(),
    language: z.enum(["python", "csharp"]).optional(),
    inputs: z.record(z.string(), flowInput).nullable().describe("Inputs by name.").optional(),
    outputs: z.record(z.string(), flowOutput).nullable().describe("Outputs by name.").optional(),
    nodes: z.array(node).describe("Nodes in any order; references decide what waits for what."),
    node_variants: z.record(z.string(), nodeVariants).nullable().describe("Variants by node.").optional(),
    environment_variables: z
      .record(z.string(), z.unknown())
      .describe("Environment variables of the tools; ${connection.key} is looked up.")
      .optional(),
    environment: z
      .looseObject({ python_requirements_txt: text("File of Python requirements.").optional() })
      .optional(),
    message_format: z.string().describe("basic (default) or openai-vision.").optional(),
    additional_includes: z
      .array(z.string())
      .nullable()
      .describe("Files and folders from elsewhere that belong to the flow folder.")
      .optional(),
  })
  .describe("A flow: nodes, and what goes in and out.")
