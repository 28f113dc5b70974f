import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { toPlain, type Value } from "@internal/value"
import { expect, test } from "vitest"
import { RED } from "../../testing/image-rows.ts"
import { writeCase } from "../../testing/write-case.ts"
import { Millrace } from "../index.ts"

const FLOW = `inputs:
  x: {type: image}
outputs:
  o: {type: object, reference: "\${t.output}"}
nodes:
- name: t
  type: python
  source: {type: code, path: t.py}
  inputs: {x: "\${inputs.x}"}
`
const TOOL = `from promptflow.core import tool
from promptflow.contracts.multimedia import Image
from promptflow.tools import common as c
@tool
def t(x: Image):
    i = x
    u = Image(bytes(x), "image/png", "http://h/x")
    l = c.convert_to_chat_list({"a": [1, [2]]})
    return [
        c.preprocess_template_string("a ![image]({{x}}) b\\n![ image ]({{ y }})\\n![image]( {{z}})"),
        str(c.find_referenced_image_set({"a": [i, {"b": u}], "c": 1})),
        str(l["a"]), type(l["a"]).__name__,
        c.parse_chat("# user:\\nhi\\nImage(2732f12a)\\n x \\n# assistant:\\nok", [i]),
        c.parse_chat("# user:\\nhi\\nImage(2732f12a)", [u], None, "low"),
        c.parse_chat("# user:\\nhi\\nImage(2732f12a)", images={i}),
        c.parse_chat("# user:\\nhi\\nImage(2732f12a)"),
        c.build_messages("# user:\\n{{q}}\\n![image]({{x}})", [i], "high", q="hi", x=i),
        c.build_messages(c.preprocess_template_string("# user:\\n{{q}}\\n![image]({{x}})"), [i], "high", q="hi", x=i),
        c.to_content_str_or_list("a\\nImage(2732f12a)\\n\\n b ", {str(i): i}, "auto"),
        c.render_jinja_template("{{l}} {{m}} {{x}}", l=c.convert_to_chat_list([1, 2]), m=3, x=i),
        c.render_jinja_template("{{l}} {{x}}", l=[1, 2], x=[i]),
        c.build_messages("# user:\\n{{l}}\\n{{x}}", [i], "high", l=["a", i], x=i),
    ]
`

/** What the original answers to each call of the tool, in order. */
const ANSWERS = [
  "a \n{{x}}\n b\n\n{{ y }}\n\n![image]( {{z}})",
  "{Image(2732f12a)}",
  "1\n2",
  "ChatInputList",
  [
    {
      role: "user",
      content: [
        {
          type: "text",
          text: "hi",
        },
        {
          type: "image_url",
          image_url: {
            url: `data:image/png;base64,${RED}`,
            detail: "auto",
          },
        },
        {
          type: "text",
          text: " x",
        },
      ],
    },
    {
      role: "assistant",
      content: "ok",
    },
  ],
  [
    {
      role: "user",
      content: [
        {
          type: "text",
          text: "hi",
        },
        {
          type: "image_url",
          image_url: {
            url: "http://h/x",
            detail: "low",
          },
        },
      ],
    },
  ],
  [
    {
      role: "user",
      content: [
        {
          type: "text",
          text: "hi",
        },
        {
          type: "image_url",
          image_url: {
            url: `data:image/png;base64,${RED}`,
            detail: "auto",
          },
        },
      ],
    },
  ],
  [
    {
      role: "user",
      content: "hi\nImage(2732f12a)",
    },
  ],
  [
    {
      role: "user",
      content: "hi\n![image](Image(2732f12a))",
    },
  ],
  [
    {
      role: "user",
      content: [
        {
          type: "text",
          text: "hi",
        },
        {
          type: "image_url",
          image_url: {
            url: `data:image/png;base64,${RED}`,
            detail: "high",
          },
        },
      ],
    },
  ],
  [
    {
      type: "text",
      text: "a",
    },
    {
      type: "image_url",
      image_url: {
        url: `data:image/png;base64,${RED}`,
        detail: "auto",
      },
    },
    {
      type: "text",
      text: " b",
    },
  ],
  "1\n2 3 Image(2732f12a)",
  "[1, 2] [Image(2732f12a)]",
  [
    {
      role: "user",
      content: [
        {
          type: "text",
          text: "['a', Image(2732f12a)]",
        },
        {
          type: "image_url",
          image_url: {
            url: `data:image/png;base64,${RED}`,
            detail: "high",
          },
        },
      ],
    },
  ],
]

test("tools that build requests of their own place images as the original's helpers do (spec 5.3)", async () => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-image-prompts-"))
  const env = { ...process.env, MILLRACE_HOME: undefined }
  try {
    writeCase(folder, { "flow/flow.dag.yaml": FLOW, "flow/t.py": TOOL })
    await using millrace = await Millrace.open({ home: join(folder, "home"), env })
    const given = { flow: join(folder, "flow"), inputs: { x: "red.png" }, output: false as const }
    const { output, error } = await millrace.flows.test(given).result
    expect(error).toBeUndefined()
    expect(toPlain(output as Value)).toEqual({ o: ANSWERS })
  } finally {
    await rm(folder, { recursive: true })
  }
})
