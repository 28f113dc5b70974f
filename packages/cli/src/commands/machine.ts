import type { Command, Option } from "../command.ts"
import { EXECUTION_OPTIONS } from "./execution-options.ts"

const RUNTIME: Option = { flags: "-n, --name <name>", text: "Name of the runtime.", required: true }
const PAIRS = { form: "<pair...>", text: "key=value" }

/** Commands about this machine: runtimes, models, settings, and what it can do. */
export const machineCommands: readonly Command[] = [
  {
    name: "studio",
    sentence: "Opens the studio of a folder in the browser: author, run, evaluate, compare.",
    examples: [
      { text: "of this folder", line: "studio" },
      {
        text: "of another, on a port of your own, without a browser",
        line: "studio flows --port 4000 --no-open",
      },
    ],
    words: [{ form: "[folder]", text: "What is opened. Default: the working folder." }],
    options: [
      {
        flags: "--port <n>",
        text: "Where it listens, on this machine alone. Default: any free port.",
        numeric: true,
      },
      { flags: "--no-open", text: "Print the address only." },
    ],
    load: async () => (await import("./studio.ts")).studio,
  },
  {
    name: "runtime list",
    sentence: "Lists the Python environments that flows can run in.",
    examples: [{ text: "which are there?", line: "runtime list" }],
    options: [],
    load: async () => (await import("./runtime.ts")).runtimeList,
  },
  {
    name: "runtime create",
    sentence: "Makes a Python environment with a flow's requirements.",
    examples: [
      {
        text: "from a requirements file",
        line: "runtime create --name nlp --requirements my-flow/requirements.txt",
      },
    ],
    options: [
      RUNTIME,
      { flags: "--requirements <file>", text: "requirements.txt to install.", completes: "file" },
      {
        flags: "--python <interpreter>",
        text: "Interpreter to make it with. Default python3.",
        completes: "file",
      },
    ],
    load: async () => (await import("./runtime.ts")).runtimeCreate,
  },
  {
    name: "runtime show",
    sentence: "Shows a runtime and its packages.",
    examples: [{ text: "what is in it?", line: "runtime show --name nlp" }],
    options: [RUNTIME],
    load: async () => (await import("./runtime.ts")).runtimeShow,
  },
  {
    name: "runtime check",
    sentence: "Shows what is installed in a runtime, what it lacks, and of what there is a newer version.",
    examples: [{ text: "is it up to date?", line: "runtime check --name nlp --newer" }],
    options: [RUNTIME, { flags: "--newer", text: "Ask the index of packages for newer versions, too." }],
    load: async () => (await import("./runtime.ts")).runtimeCheck,
  },
  {
    name: "runtime update",
    sentence: "Installs the newest of what a runtime requires, and what its requirements file says by now.",
    examples: [{ text: "after the file has changed", line: "runtime update --name nlp" }],
    options: [RUNTIME],
    load: async () => (await import("./runtime.ts")).runtimeUpdate,
  },
  {
    name: "runtime delete",
    sentence: "Deletes a runtime that Millrace made.",
    examples: [{ text: "without being asked", line: "runtime delete --name nlp --yes" }],
    options: [RUNTIME, { flags: "-y, --yes", text: "Do not ask." }],
    load: async () => (await import("./runtime.ts")).runtimeDelete,
  },
  {
    name: "python",
    sentence: "Runs a Python script whose `promptflow` is Millrace: PFClient, load_flow, Prompty.",
    examples: [
      { text: "a script of yours", line: "python evaluate.py" },
      { text: "with options of its own", line: "python evaluate.py -- --rows 10" },
    ],
    words: [
      { form: "<script>", text: "The script." },
      { form: "[args...]", text: "What it gets; options after --." },
    ],
    options: EXECUTION_OPTIONS.filter(({ flags }) =>
      ["--connection ", "--runtime", "--no-install", "--record", "--replay"].some((flag) =>
        flags.startsWith(flag),
      ),
    ),
    load: async () => (await import("./python.ts")).python,
  },
  {
    name: "model pull",
    sentence: "Fetches a small model that runs on this machine, and checks it.",
    examples: [{ text: "the one of the demo", line: "model pull smollm2" }],
    words: [{ form: "<name>", text: "Which model." }],
    options: [],
    load: async () => (await import("./model.ts")).modelPull,
  },
  {
    name: "model add",
    sentence: "Makes a GGUF file of yours usable as a local model.",
    examples: [{ text: "under a name", line: "model add ~/models/mine.gguf --name mine" }],
    words: [{ form: "<file>", text: "The .gguf file." }],
    options: [{ flags: "-n, --name <name>", text: "Name. Default: the file's." }],
    load: async () => (await import("./model.ts")).modelAdd,
  },
  {
    name: "model list",
    sentence: "Lists the local models.",
    examples: [{ text: "which are there?", line: "model list" }],
    options: [],
    load: async () => (await import("./model.ts")).modelList,
  },
  {
    name: "model delete",
    sentence: "Deletes a local model.",
    examples: [{ text: "without being asked", line: "model delete smollm2 --yes" }],
    words: [{ form: "<name>", text: "Which model." }],
    options: [{ flags: "-y, --yes", text: "Do not ask." }],
    load: async () => (await import("./model.ts")).modelDelete,
  },
  {
    name: "cache show",
    sentence: "Shows how many answers runs can take from earlier ones.",
    examples: [{ text: "how large is it?", line: "cache show" }],
    options: [],
    load: async () => (await import("./cache.ts")).cacheShow,
  },
  {
    name: "cache clear",
    sentence: "Forgets where answers are; no run loses anything.",
    examples: [{ text: "ask every model again", line: "cache clear" }],
    options: [],
    load: async () => (await import("./cache.ts")).cacheClear,
  },
  {
    name: "config set",
    sentence: "Changes settings.",
    examples: [{ text: "where run folders go", line: "config set run.output_path=./runs" }],
    words: [PAIRS],
    options: [
      { flags: "--path <folder>", text: "Only for this folder: writes its pf.yaml.", completes: "folder" },
    ],
    load: async () => (await import("./config.ts")).configSet,
  },
  {
    name: "config show",
    sentence: "Shows the settings in force here.",
    examples: [{ text: "as JSON", line: "config show --output json" }],
    options: [],
    load: async () => (await import("./config.ts")).configShow,
  },
  {
    name: "demo",
    sentence:
      "Shows the whole job on a sample: test, bulk test two variants, evaluate, compare. No key needed.",
    examples: [
      { text: "with a small model on this machine", line: "demo" },
      { text: "with a model of yours", line: "demo --connection my_openai --rows 40" },
      { text: "without a model: answers recorded earlier", line: "demo --replay" },
    ],
    options: [
      {
        flags: "--rows <n>",
        text: "Rows to run. Default: at most 16, as many as fit into two minutes.",
        numeric: true,
      },
      { flags: "--connection <name>", text: "Use this connection instead of the local model." },
      { flags: "--replay", text: "Use the recorded answers of the small model." },
    ],
    load: async () => (await import("../demo/demo.ts")).demo,
  },
  {
    name: "doctor",
    sentence: "Says what this machine has and lacks; for a flow, what of it runs and what to set.",
    examples: [
      { text: "this machine", line: "doctor" },
      { text: "a flow on this machine", line: "doctor my-flow" },
    ],
    words: [{ form: "[flow]", text: "Folder or file of a flow." }],
    options: [{ flags: "--flow <path>", text: "Folder or file of a flow.", completes: "folder" }],
    load: async () => (await import("./doctor.ts")).doctor,
  },
  {
    name: "completion",
    sentence: "Prints a script that completes commands and options in a shell.",
    examples: [
      { text: "bash, in ~/.bashrc", line: "completion bash >> ~/.bashrc" },
      { text: "zsh, in a folder of $fpath", line: "completion zsh > ~/.zfunc/_millrace" },
      { text: "fish", line: "completion fish > ~/.config/fish/completions/millrace.fish" },
    ],
    words: [{ form: "<shell>", text: "bash, zsh or fish." }],
    options: [],
    load: async () => (await import("./completion.ts")).completion,
  },
]
