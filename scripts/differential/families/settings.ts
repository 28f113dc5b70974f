import type { Case, Step } from "../case.ts"
import {
  batch,
  details,
  flowText,
  jsonl,
  makeCase,
  output,
  pythonNode,
  pythonTool,
  runName,
  test,
} from "../flow-parts.ts"
import type { Random } from "../random.ts"
import { Raw, type Yaml, yamlText } from "../yaml-text.ts"

const read = pythonTool(
  "read",
  "names: list",
  "return {name: os.environ.get(name) for name in names}",
  "import os\n",
)

/** Environment variables of a flow and of a command; values that are no strings; references to connections. */
export function environment(random: Random, id: string): Case {
  const connection = `conn_${id.replaceAll("-", "_")}`
  const values: readonly Yaml[] = [
    "text",
    5,
    new Raw("1.0"),
    true,
    false,
    null,
    [1, "é"],
    { k: "v", n: null },
    "",
    "12",
    `\${${connection}.plain}`,
    `\${${connection}.hidden}`,
    `\${${connection}.nope}`,
    "${missing_connection.key}",
    "${env:HOME_NOT}",
    "a ${x.y} b",
  ]
  const variables: Record<string, Yaml> = {}
  for (let i = 0; i < 4; i++)
    variables[`MR_VAR_${i}`] = random.pick(random.chance(0.8) ? values.slice(0, 12) : values)
  const names = [...Object.keys(variables), "MR_OTHER", "MR_OUTSIDE"]
  const files: Record<string, string> = {
    "connection.yaml": yamlText({
      name: connection,
      type: "custom",
      configs: { plain: "config text" },
      secrets: { hidden: "s3cret value" },
    }),
    "flow/read.py": read,
    "flow/flow.dag.yaml": flowText({
      environment_variables: variables,
      inputs: { names: { type: "list", default: names } },
      outputs: { out: output("${read.output}") },
      nodes: [pythonNode("read", { names: "${inputs.names}" })],
    }),
    "data.jsonl": jsonl([{ a: 1 }]),
  }
  const overrides = random.sample(
    [
      "MR_VAR_0=from command",
      "MR_OTHER=x=y",
      `MR_OTHER=\${${connection}.plain}`,
      "MR_VAR_1=",
      "MR_OUTSIDE='quoted'",
    ],
    random.int(1, 2),
  )
  const steps: Step[] = [
    { argv: ["connection", "create", "--file", "connection.yaml"] },
    { ...test(), env: { MR_OUTSIDE: "outside" } },
    {
      ...test({}, "--environment-variables", ...overrides),
      env: { MR_VAR_2: "outside", MR_OUTSIDE: "outside" },
    },
  ]
  if (random.chance(0.6)) {
    steps.push({
      ...batch(id, "b", "--data", "data.jsonl", "--environment-variables", ...overrides),
      env: { MR_OUTSIDE: "outside" },
    })
  }
  return makeCase(id, files, steps)
}

/** Connections given to Python tools: custom and typed, by literal name; wrong names and types. */
export function connections(random: Random, id: string): Case {
  const name = (kind: string) => `${kind}_${id.replaceAll("-", "_")}`
  const files: Record<string, string> = {
    "custom.yaml": yamlText({
      name: name("custom"),
      type: "custom",
      configs: { url: "http://x/y", n: "5" },
      secrets: { key: "top secret" },
    }),
    "openai.yaml": yamlText({
      name: name("openai"),
      type: "open_ai",
      api_key: "sk-abc",
      base_url: "http://127.0.0.1:9/v1",
      organization: "org",
    }),
    "azure.yaml": yamlText({
      name: name("azure"),
      type: "azure_open_ai",
      api_key: "az-key",
      api_base: "https://x.example/",
      api_version: "2024-05-01",
    }),
    "serp.yaml": yamlText({ name: name("serp"), type: "serp", api_key: "serp-key" }),
    "search.yaml": yamlText({
      name: name("search"),
      type: "cognitive_search",
      api_key: "cs",
      api_base: "https://search.example",
    }),
    "safety.yaml": yamlText({
      name: name("safety"),
      type: "azure_content_safety",
      api_key: "safe",
      endpoint: "https://safe.example",
    }),
    "serverless.yaml": yamlText({
      name: name("serverless"),
      type: "serverless",
      api_key: "sl",
      api_base: "https://sl.example",
    }),
    "empty.yaml": yamlText({ name: name("empty"), type: "custom", configs: { a: "b" } }),
    "nokey.yaml": yamlText({ name: name("nokey"), type: "open_ai" }),
    "unknown.yaml": yamlText({ name: name("unknown"), type: "mystery", api_key: "x" }),
    "noname.yaml": yamlText({ type: "custom", secrets: { k: "v" } }),
    "extra.yaml": yamlText({ name: name("extra"), type: "open_ai", api_key: "k", surprise: "s" }),
  }
  const uses: readonly [string, string, string, string][] = [
    [
      "custom",
      "CustomConnection",
      "c: CustomConnection",
      'return [type(c).__name__, c.url, c["n"], c.key, dict(c.configs), sorted(c.secrets)]',
    ],
    [
      "openai",
      "OpenAIConnection",
      "c: OpenAIConnection",
      "return [c.api_key, c.base_url, c.organization, sorted(c.keys())]",
    ],
    [
      "azure",
      "AzureOpenAIConnection",
      "c: AzureOpenAIConnection",
      "return [c.api_key, c.api_base, c.api_type, c.api_version]",
    ],
    ["serp", "SerpConnection", "c: SerpConnection", "return [c.api_key, type(c).__name__]"],
    [
      "search",
      "CognitiveSearchConnection",
      "c: CognitiveSearchConnection",
      "return [c.api_key, c.api_base, c.api_version]",
    ],
    [
      "safety",
      "AzureContentSafetyConnection",
      "c: AzureContentSafetyConnection",
      "return [c.api_key, c.endpoint, c.api_version, c.api_type]",
    ],
    ["serverless", "ServerlessConnection", "c: ServerlessConnection", "return [c.api_key, c.api_base]"],
    ["custom", "OpenAIConnection", "c: OpenAIConnection", "return type(c).__name__"],
    ["nobody", "CustomConnection", "c: CustomConnection", "return type(c).__name__"],
    [
      "openai",
      "AzureOpenAIConnection, OpenAIConnection",
      "c: Union[OpenAIConnection, AzureOpenAIConnection]",
      "return type(c).__name__",
    ],
    ["custom", "CustomConnection", "c: CustomConnection", "return c"],
    ["custom", "CustomConnection", "c: CustomConnection", "return c.nope"],
    ["custom", "CustomConnection", "c: str", "return c"],
  ]
  const steps: Step[] = []
  for (const [i, [kind, classes, parameter, body]] of random.sample(uses, 2).entries()) {
    const folder = `flow${i}`
    if (files[`${kind}.yaml`]) steps.push({ argv: ["connection", "create", "--file", `${kind}.yaml`] })
    files[`${folder}/use.py`] = pythonTool(
      "use",
      parameter,
      body,
      `from typing import Union\nfrom promptflow.connections import ${classes}\n`,
    )
    files[`${folder}/flow.dag.yaml`] = flowText({
      inputs: { x: { type: "string", default: "x" } },
      outputs: { out: output("${use.output}") },
      nodes: [pythonNode("use", { c: name(kind) })],
    })
    steps.push({ argv: ["flow", "test", "--flow", folder] })
    if (i === 0 && random.chance(0.4)) {
      files["data.jsonl"] = jsonl([{ x: 1 }])
      steps.push({
        argv: [
          "run",
          "create",
          "--flow",
          folder,
          "--name",
          runName(id, "b"),
          "--data",
          "data.jsonl",
          "--column-mapping",
          "x=${data.x}",
        ],
      })
      if (random.chance(0.5)) steps.push(details(id, "b"))
    }
    if (files[`${kind}.yaml`]) steps.push({ argv: ["connection", "show", "--name", name(kind)] })
  }
  for (const other of random.sample(["empty", "nokey", "unknown", "noname", "extra"], 2)) {
    steps.push({ argv: ["connection", "create", "--file", `${other}.yaml`] })
  }
  steps.push({ argv: ["connection", "show", "--name", name("never")] })
  return makeCase(id, files, steps)
}
