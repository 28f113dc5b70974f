import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { toPlain } from "@internal/value"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { writeFiles } from "../../../../tests/support/write-files.ts"
import { type ServiceServer, serviceServer } from "../../testing/service-server.ts"
import { Millrace } from "../millrace.ts"

const MESSAGE = { role: "assistant", content: "hello" }
const ANSWERS = {
  "chat/completions": { choices: [{ index: 0, finish_reason: "stop", message: MESSAGE }] },
  completions: { choices: [{ index: 0, finish_reason: "stop", text: "done" }] },
  embeddings: { data: [{ index: 0, embedding: [0.5, 0.25] }], usage: { prompt_tokens: 1, total_tokens: 1 } },
  "bad/contentsafety": 400,
  "down/contentsafety": 500,
  contentsafety: {
    categoriesAnalysis: [
      { category: "Hate", severity: 4 },
      { category: "SelfHarm", severity: 0 },
      { category: "Sexual", severity: 2 },
      { category: "Violence", severity: 6 },
    ],
  },
  "score/llama": { output: "llama says" },
  "score/dolly": [{ 0: "dolly says" }],
  "score/gpt2": [{ 0: "gpt says" }],
  "score/refused": 401,
  "indexes/docs/docs/search": {
    value: [
      {
        "@search.score": 0.9,
        content: "first",
        contentVector: [1],
        meta_json_string: '{"page": 1}',
        id: "a",
      },
    ],
  },
  "collections/things/points/search": {
    result: [{ id: 1, score: 0.8, payload: { text: "qdrant text" }, vector: [1, 0] }],
  },
  graphql: {
    data: { Get: { Thing: [{ body: "weaviate text", _additional: { distance: 0.1, vector: [1] } }] } },
  },
}

let server: ServiceServer
let root: string
let millrace: Millrace

beforeAll(async () => {
  server = await serviceServer(ANSWERS)
  root = mkdtempSync(join(tmpdir(), "millrace-tools-"))
  millrace = await Millrace.open({ home: join(root, "home"), cwd: root, env: process.env })
  const model = (name: string, family: string, more: object = {}) => ({
    name,
    type: "custom",
    configs: { endpoint_url: `${server.url}/score/${name}`, model_family: family },
    secrets: { endpoint_api_key: "key-of-the-endpoint" },
    ...more,
  })
  for (const connection of [
    { name: "oa", type: "open_ai", api_key: "key-of-openai", base_url: `${server.url}/v1` },
    { name: "az", type: "azure_open_ai", api_key: "key-of-azure", api_base: server.url },
    { name: "sl", type: "serverless", api_key: "key-of-serverless", api_base: server.url },
    { name: "cs", type: "azure_content_safety", api_key: "key-of-safety", endpoint: server.url },
    { name: "cs_bad", type: "azure_content_safety", api_key: "key-of-safety", endpoint: `${server.url}/bad` },
    {
      name: "cs_down",
      type: "azure_content_safety",
      api_key: "key-of-safety",
      endpoint: `${server.url}/down`,
    },
    { name: "search", type: "cognitive_search", api_key: "key-of-search", api_base: server.url },
    { name: "qdrant", type: "qdrant", api_key: "key-of-qdrant", api_base: server.url },
    { name: "weaviate", type: "weaviate", api_key: "key-of-weaviate", api_base: server.url },
    model("llama", "LLAMA"),
    model("dolly", "Dolly"),
    model("gpt2", "GPT-2"),
    model("refused", "LLAMA"),
    model("serverless", "LLAMA", {
      configs: { endpoint_url: `${server.url}/x.inference.ai.azure.com`, model_family: "LLAMA" },
    }),
    model("odd", "Weird"),
    model("keyless", "LLAMA", { secrets: { other: "key-of-nothing" } }),
    model("familyless", "LLAMA", { configs: { endpoint_url: "http://127.0.0.1:1" } }),
  ])
    await millrace.connections.create(connection)
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

interface Node {
  tool: string
  inputs: Record<string, unknown>
  /** Text of the prompt of a custom_llm node. */
  prompt?: string
}

/** A flow of these nodes, as JSON, which YAML is too. */
function flowOf(name: string, nodes: Record<string, Node>, files: Record<string, string> = {}): string {
  const entries = Object.entries(nodes)
  const flow = {
    inputs: { q: { type: "string", default: "user:\nhi" } },
    outputs: Object.fromEntries(
      entries.map(([node]) => [node, { type: "object", reference: `\${${node}.output}` }]),
    ),
    nodes: entries.map(([node, { tool, inputs, prompt }]) => ({
      name: node,
      type: prompt === undefined ? "python" : "custom_llm",
      source:
        prompt === undefined
          ? tool.endsWith(".py")
            ? { type: "code", path: tool }
            : { type: "package", tool }
          : { type: "package_with_prompt", tool, path: `${node}.jinja2` },
      inputs,
    })),
  }
  const texts: Record<string, string> = { ...files, "flow.dag.yaml": JSON.stringify(flow) }
  for (const [node, { prompt }] of entries) if (prompt !== undefined) texts[`${node}.jinja2`] = prompt
  writeFiles(join(root, name), texts)
  return join(root, name)
}

async function run(flow: string, inputs = {}) {
  server.received.length = 0
  const { error, output } = await millrace.flows.test({ flow, inputs }).result
  return { error, output: toPlain(output) as Record<string, unknown> }
}

const bodyOf = (path: string) => server.received.find((request) => request.path.includes(path))?.body
const PROMPT = "# system:\nbe\n# user:\n{{question}}\n"

// What the original sent to such a server, without the model's own order of keys.
describe("llm and embedding, with the bodies that the original sends (spec 5.4, 5.6)", () => {
  const llm = "promptflow.tools.llm.llm"
  const question = "x"
  const base = { temperature: 1, top_p: 1, stream: false }
  const completion = {
    ...base,
    n: 1,
    best_of: 1,
    echo: false,
    logit_bias: {},
    logprobs: null,
    max_tokens: null,
    stop: null,
    suffix: null,
    user: "",
  }
  const chat = (content: string) => [
    { role: "system", content: "be" },
    { role: "user", content },
  ]
  it.each<[string, Record<string, unknown>, string, object, unknown]>([
    [
      "OpenAI chat, literals as text, role words in a flow input",
      {
        connection: "oa",
        api: "chat",
        model: "gpt-4",
        temperature: "0.5",
        max_tokens: "12",
        stop: "",
        question: "${inputs.q}",
        frequency_penalty: 1,
        tools: "[]",
      },
      "/v1/chat/completions",
      {
        ...base,
        model: "gpt-4",
        temperature: 0.5,
        max_tokens: 12,
        frequency_penalty: 1,
        messages: chat("user:\nhi"),
      },
      "hello",
    ],
    [
      "Azure chat: deployment_name, n",
      {
        connection: "az",
        api: "chat",
        deployment_name: "dep",
        model: "gg",
        question,
        seed: 5,
        presence_penalty: 0.2,
      },
      "/openai/deployments/dep/chat/completions",
      { ...base, model: "dep", n: 1, seed: 5, presence_penalty: 0.2, messages: chat("x") },
      "hello",
    ],
    [
      "serverless, without a model",
      { connection: "sl", question },
      "/v1/chat/completions",
      { ...base, model: "", messages: chat("x") },
      "hello",
    ],
    [
      "an api that is neither counts as chat; a fraction of a penalty is kept (Appendix B 15)",
      { connection: "oa", api: "chatty", model: "d", question, frequency_penalty: 0.5 },
      "/v1/chat/completions",
      { ...base, model: "d", frequency_penalty: 0.5, messages: chat("x") },
      "hello",
    ],
    [
      "OpenAI completion",
      {
        connection: "oa",
        api: "completion",
        model: "ins",
        question,
        suffix: "s",
        logprobs: "2",
        echo: "true",
      },
      "/v1/completions",
      {
        ...completion,
        model: "ins",
        suffix: "s",
        logprobs: 2,
        echo: true,
        presence_penalty: null,
        frequency_penalty: null,
        prompt: "# system:\nbe\n# user:\nx\n",
      },
      "done",
    ],
    [
      "Azure completion",
      { connection: "az", api: "completion", deployment_name: "dep", question, n: 3, user: "me" },
      "/openai/deployments/dep/completions",
      { ...completion, model: "dep", n: 3, user: "me", prompt: "# system:\nbe\n# user:\nx\n" },
      "done",
    ],
  ])("%s", async (_title, inputs, path, body, answer) => {
    const { error, output } = await run(flowOf("llm", { n: { tool: llm, prompt: PROMPT, inputs } }))
    expect(error).toBeUndefined()
    expect(server.received[0]?.path).toContain(path)
    expect(server.received[0]?.body).toEqual(body)
    expect(output).toEqual({ n: answer })
  })

  it("goes through Python where the api is known only when the node runs", async () => {
    const inputs = { connection: "oa", api: "${inputs.q}", model: "m", question: "${inputs.q}" }
    const flow = flowOf("late", { n: { tool: llm, prompt: PROMPT, inputs } })
    const { output } = await run(flow)
    expect(output).toEqual({ n: "hello" })
    expect(bodyOf("chat/completions")).toMatchObject({ messages: chat("user:\nhi") })
  })

  it("embeddings", async () => {
    const tool = "promptflow.tools.embedding.embedding"
    const { output } = await run(
      flowOf("embed", {
        oa: { tool, inputs: { connection: "oa", model: "text-embedding-ada-002", input: "hello" } },
        az: { tool, inputs: { connection: "az", deployment_name: "emb", input: "hello" } },
        sl: { tool, inputs: { connection: "sl", input: "hello" } },
      }),
    )
    expect(output).toEqual({ oa: [0.5, 0.25], az: [0.5, 0.25], sl: [0.5, 0.25] })
    expect(server.received.map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        { model: "text-embedding-ada-002", input: "hello", encoding_format: "base64" },
        { model: "emb", input: "hello", encoding_format: "base64" },
        { model: "text-embedding-ada-002", input: ["hello"], encoding_format: "float" },
      ]),
    )
  })
})

describe("content safety (spec 5.6)", () => {
  const old = "content_safety_text.tools.content_safety_text_tool.analyze_text"
  const tool = "promptflow.tools.azure_content_safety.analyze_text"

  it("answers as the original, by the old id too", async () => {
    const inputs = {
      connection: "cs",
      text: "hello",
      hate_category: "disable",
      sexual_category: "high_sensitivity",
      violence_category: "low_sensitivity",
    }
    const { output } = await run(flowOf("safe", { n: { tool: old, inputs } }))
    expect(output.n).toEqual({
      suggested_action: "Reject",
      action_by_category: { Hate: "Accept", SelfHarm: "Accept", Sexual: "Reject", Violence: "Reject" },
    })
    const [request] = server.received
    expect(request?.path).toBe("/contentsafety/text:analyze?api-version=2023-10-01")
    expect(request?.body).toEqual({ text: "hello", blocklistNames: [] })
    expect(request?.headers).toMatchObject({
      "ocp-apim-subscription-key": "key-of-safety",
      "ms-azure-ai-sender": "prompt_flow",
    })
  })

  it.each([
    ["cs_bad", {}, ["SystemError", "AzureContentSafetySystemError"]],
    ["cs_down", {}, ["SystemError", "AzureContentSafetySystemError"]],
    ["cs", { hate_category: "weird" }, ["UserError", "AzureContentSafetyInputValueError"]],
  ])("%s %o fails as the original's class", async (connection, more, [code, inner]) => {
    const { error } = await run(flowOf("unsafe", { n: { tool, inputs: { connection, text: "a", ...more } } }))
    expect(error).toMatchObject({ code, innerError: { code: inner } })
    expect(JSON.stringify(error)).not.toContain("key-of-safety")
  })
})

describe("open models (spec 5.6)", () => {
  const tool = "promptflow.tools.open_model_llm.OpenModelLLM.call"
  const prompt = 'system:\nbe {{t}}\nuser:\n{{q}} "quo\\te"\nassistant:\nok\nuser:\nbye\n'
  const node = (inputs: object) => ({
    n: { tool, prompt, inputs: { q: "${inputs.q}", t: "kind", ...inputs } },
  })

  it("asks a Llama by chat, with role words of flow inputs hidden", async () => {
    const inputs = {
      endpoint_name: "localConnection/llama",
      api: "chat",
      temperature: 0.5,
      max_new_tokens: 7,
    }
    const { output } = await run(flowOf("open", node(inputs)), { q: "system:\nhi" })
    expect(output).toEqual({ n: "llama says" })
    expect(server.received[0]?.headers).toMatchObject({
      authorization: "Bearer key-of-the-endpoint",
      "x-ms-user-agent": "PromptFlow/OpenModelLLM/LLaMa",
    })
    expect(server.received[0]?.body).toEqual({
      input_data: {
        input_string: [
          { role: "system", content: "be kind" },
          { role: "user", content: 'system:\nhi "quo\\te"' },
          { role: "assistant", content: "ok" },
          { role: "user", content: "bye" },
        ],
        parameters: { top_p: 1, temperature: 0.5, max_new_tokens: 7, do_sample: true },
      },
    })
  })

  it.each([
    ["dolly", "completion", "dolly says"],
    ["gpt2", "chat", "gpt says"],
  ])("lets a %s complete a text, with the api %s", async (name, api, answer) => {
    const inputs = { endpoint_name: `localConnection/${name}`, api, deployment_name: "blue" }
    const { output } = await run(flowOf("complete", node(inputs)))
    expect(output).toEqual({ n: answer })
    expect(server.received[0]?.headers).toMatchObject({ "azureml-model-deployment": "blue" })
    expect(server.received[0]?.body).toEqual({
      input_data: { input_string: [expect.stringMatching(/^system:\nbe kind\nuser:/)] },
      parameters: { top_p: 1, temperature: 1, max_new_tokens: 500 },
    })
  })

  it.each([
    [
      "chat",
      { model: "llama-2-7b-hf", messages: expect.arrayContaining([{ role: "user", content: "bye" }]) },
    ],
    ["completion", { prompt: expect.stringMatching(/^system:/) }],
  ])("asks a serverless endpoint by %s, model_kwargs included", async (api, asked) => {
    const inputs = { endpoint_name: "localConnection/serverless", api, model_kwargs: { z: 1 }, top_p: 0.3 }
    const { output } = await run(flowOf("serverless", node(inputs)))
    expect(output).toEqual({ n: api === "chat" ? "hello" : "done" })
    const limits = { max_new_tokens: 500, max_tokens: 500 }
    expect(server.received[0]?.body).toEqual({ ...asked, n: 1, z: 1, top_p: 0.3, temperature: 1, ...limits })
  })

  it.each([
    ["localConnection/odd", "OpenModelLLMUserError", "LLAMA,DOLLY,GPT2,FALCON"],
    ["localConnection/keyless", "OpenModelLLMKeyValidationError", "`endpoint_api_key`"],
    ["localConnection/familyless", "OpenModelLLMKeyValidationError", "`model_family`"],
    ["localConnection/refused", "OpenModelLLMOnlineEndpointError", "401"],
    ["localConnection/nowhere", "UserError", "nowhere"],
    ["llama", "OpenModelLLMUserError", "<kind>/<name>"],
    ["onlineEndpoint/x", "OpenModelLLMUserError", "AZUREML_ARM_SUBSCRIPTION"],
  ])("%s fails as %s", async (endpoint, original, message) => {
    const { error } = await run(flowOf("failing", node({ endpoint_name: endpoint, api: "chat" })))
    expect(JSON.stringify([error?.code, error?.innerError])).toContain(original)
    expect(error?.message).toContain(message)
  })
})

describe("index lookup", () => {
  const described = (kind: string, more: object) =>
    JSON.stringify({
      embeddings: {
        kind: "open_ai",
        deployment: "emb",
        model: "ada",
        connection: { id: "/x/connections/az" },
      },
      index: { kind, ...more },
    })

  it("Azure AI Search: keyword, vector and semantic at once", async () => {
    const index = described("acs", {
      connection: { id: "/subscriptions/1/workspaces/w/connections/search" },
      index: "docs",
      field_mapping: { content: "content", embedding: "contentVector", metadata: "meta_json_string" },
    })
    const tool = "promptflow_vectordb.tool.common_index_lookup.search"
    const inputs = {
      mlindex_content: index,
      queries: "${inputs.q}",
      query_type: "Hybrid (vector + keyword) + semantic",
      top_k: 2,
    }
    const { output, error } = await run(flowOf("acs", { n: { tool, inputs } }), { q: "what?" })
    expect(error).toBeUndefined()
    expect(output.n).toEqual([
      [
        {
          text: "first",
          metadata: { page: 1 },
          additional_fields: expect.objectContaining({ id: "a" }),
          score: 0.9,
        },
      ],
    ])
    expect(bodyOf("/indexes/docs/")).toEqual({
      top: 2,
      search: "what?",
      vectorQueries: [{ kind: "vector", vector: [0.5, 0.25], fields: "contentVector", k: 2 }],
      queryType: "semantic",
      semanticConfiguration: "azureml-default",
    })
  })

  it("Vector DB Lookup in Azure AI Search, Qdrant and Weaviate", async () => {
    const tool = "promptflow_vectordb.tool.vector_db_lookup.VectorDBLookup.search"
    const vector = [1, 0]
    const { output, error } = await run(
      flowOf("db", {
        acs: {
          tool,
          inputs: {
            connection: "search",
            index_name: "docs",
            vector_field: "contentVector",
            text_field: "content",
            vector,
          },
        },
        qdrant: { tool, inputs: { connection: "qdrant", collection_name: "things", vector } },
        weaviate: {
          tool,
          inputs: { connection: "weaviate", class_name: "Thing", text_field: "body", vector },
        },
      }),
    )
    expect(error).toBeUndefined()
    expect(output).toMatchObject({
      acs: [{ text: "first", score: 0.9, vector: [1] }],
      qdrant: [{ text: "qdrant text", score: 0.8 }],
      weaviate: [{ text: "weaviate text", score: 0.1 }],
    })
  })

  it.each([
    [
      "promptflow_vectordb.tool.faiss_index_lookup.FaissIndexLookup.search",
      { path: "nowhere", vector: [1] },
      /no FAISS index/,
    ],
    [
      "embeddingstore.tool.vector_index_lookup.search",
      { path: "azureml://x", query: [1] },
      /download its folder/,
    ],
  ])("%s says what is missing", async (tool, inputs, message) => {
    const { error } = await run(flowOf("faiss", { n: { tool, inputs } }))
    expect(error?.message).toMatch(message)
  })
})

describe("tools of a package (spec 6.2, 6.5)", () => {
  it("gives a custom LLM tool its prompt, a strong connection and the names of inputs to escape", async () => {
    await millrace.connections.create({
      name: "strong",
      type: "custom",
      configs: { api_base: "there" },
      secrets: { api_key: "key-of-the-strong" },
    })
    const fixtures = join(import.meta.dirname, "../../../python/src/__fixtures__/tool-package")
    await using own = await Millrace.open({
      home: join(root, "home"),
      cwd: root,
      env: { ...process.env, PYTHONPATH: fixtures },
    })
    const seen = `import sys\nfrom promptflow.core import tool\n\n\n@tool\ndef t(after):\n    return [name for name in ("tools", "aside") if "fake_tools." + name in sys.modules]\n`
    const nodes: Record<string, Node> = {
      ask: {
        tool: "fake_tools.tools.ask",
        prompt: "hi {{x}}",
        inputs: { connection: "strong", x: "${inputs.q}", z: 3, name: "" },
      },
      repeat: { tool: "old.repeat", inputs: { text: "ab" } },
      greet: {
        tool: "fake_tools.tools.Greeter.greet",
        inputs: { hello: "hey", size: "2", who: "${inputs.q}" },
      },
      imported: { tool: "seen.py", inputs: { after: "${repeat.output}" } },
    }
    const flow = flowOf("package", nodes, { "seen.py": seen })
    const { output, error } = await own.flows.test({ flow, inputs: { q: "user:\nyou" } }).result
    expect(error).toBeUndefined()
    expect(toPlain(output)).toEqual({
      ask: "('Strong', 'there', 'hi {{x}}', 'nobody', [('_inputs_to_escape', ['x']), ('x', 'user:\\nyou'), ('z', 3)])",
      repeat: "abab",
      greet: "heyhey user:\nyou",
      imported: ["tools"],
    })
    const both = flowOf("both", { n: { tool: "old.both", inputs: {} } })
    await expect(own.flows.test({ flow: both }).result).rejects.toMatchObject({ code: "TOOL_ID_AMBIGUOUS" })
    const none = flowOf("none", { n: { tool: "fake_tools.tools.repaet", inputs: {} } })
    await expect(own.flows.test({ flow: none }).result).rejects.toMatchObject({
      code: "TOOL_NOT_FOUND",
      hint: expect.stringContaining("fake_tools.tools.repeat"),
    })
  })
})

describe("assistants (spec 6.7)", () => {
  const files = {
    "n.py": `from promptflow.core import tool
from promptflow.contracts.types import AssistantDefinition

@tool
def n(a: AssistantDefinition):
    invoker = a._tool_invoker
    return {"tools": invoker.to_openai_tools(), "said": invoker.invoke_tool("weather", {"city": "Oslo"})}
`,
    "w.py": `from enum import Enum
from promptflow.connections import OpenAIConnection
from promptflow.core import tool

class Unit(Enum):
    c = "c"
    f = "f"

@tool
def weather(city: str, connection: OpenAIConnection, days: int = 3, flag: bool = False, items: list = None,
            unit: str = "f", any=None, u: Unit = Unit.c):
    """Tells the weather.

    Longer text.

    :param city: The name,
        continued.
    :type city: str
    :param days: How many.
    :return: text
    """
    return "%s %s %s" % (city, unit, connection.name)
`,
  }
  const yaml = (tool: string) => `model: m\ninstructions: Be kind.\ntools:\n- type: retrieval\n- ${tool}\n`
  const weather =
    "{type: function, tool_type: python, source: {type: code, path: w.py}, predefined_inputs: {unit: c, connection: oa}}"

  it("describes tools to the model and calls them", async () => {
    const flow = flowOf(
      "assistant",
      { n: { tool: "n.py", inputs: { a: "a.yaml" } } },
      { ...files, "a.yaml": yaml(weather) },
    )
    const { output, error } = await run(flow)
    expect(error).toBeUndefined()
    const text = (description: string) => ({ type: "string", description })
    expect(output.n).toEqual({
      said: "Oslo c oa",
      tools: [
        { type: "retrieval" },
        {
          type: "function",
          function: {
            name: "weather",
            description: "Tells the weather.\n\nLonger text.",
            parameters: {
              type: "object",
              properties: {
                city: text("The name,\ncontinued."),
                days: { type: "number", description: "How many." },
                flag: { type: "boolean", description: "" },
                items: { type: "array", description: "" },
                any: { type: "object", description: "" },
                u: { ...text(""), enum: ["c", "f"] },
              },
              required: ["city"],
            },
          },
        },
      ],
    })
    const detail = JSON.parse(readFileSync(join(flow, ".promptflow/flow.detail.json"), "utf8"))
    expect(detail.node_runs[0].inputs.a).toMatchObject({ model: "m", instructions: "Be kind." })
  })

  it.each([
    ["{type: nope}", /one of code_interpreter, function, retrieval/],
    ["{type: function, tool_type: csharp, source: {path: w.py}}", /tool_type/],
    ["{type: function, tool_type: python, source: {type: package_with_prompt, tool: x}}", /code or package/],
    ["{type: function, tool_type: python, source: {type: code, path: gone.py}}", /gone\.py/],
  ])("refuses %s before the first line", async (tool, message) => {
    const flow = flowOf(
      "odd",
      { n: { tool: "n.py", inputs: { a: "a.yaml" } } },
      { ...files, "a.yaml": yaml(tool) },
    )
    await expect(millrace.flows.test({ flow }).result).rejects.toMatchObject({
      code: "NODE_INPUT_INVALID",
      message: expect.stringMatching(message),
    })
  })
})
