const OLLAMA = "http://127.0.0.1:11434"
const ANSWER_MS = 300

/** What else could answer on this machine, and how to use it. Looks at variables and at loopback only. */
export async function otherModels(env: Record<string, string | undefined>): Promise<string[]> {
  const sentences: string[] = []
  if (env.OPENAI_API_KEY) {
    sentences.push(
      'OPENAI_API_KEY is set. To use it: put `name: openai` and `type: open_ai` into openai.yaml, then\n  millrace connection create --file openai.yaml --set api_key="$OPENAI_API_KEY" && millrace demo --connection openai',
    )
  }
  if (env.AZURE_OPENAI_API_KEY && env.AZURE_OPENAI_ENDPOINT) {
    sentences.push(
      'AZURE_OPENAI_* is set. To use it: put `name: azure` and `type: azure_open_ai` into azure.yaml, then\n  millrace connection create --file azure.yaml --set api_key="$AZURE_OPENAI_API_KEY" api_base="$AZURE_OPENAI_ENDPOINT" && millrace demo --connection azure',
    )
  }
  if (await answers(`${OLLAMA}/api/version`)) {
    sentences.push(
      `Ollama answers on this machine. To use it: put \`name: ollama\` and \`type: serverless\` into ollama.yaml, then\n  millrace connection create --file ollama.yaml --set api_base=${OLLAMA}/v1 api_key=ollama && millrace demo --connection ollama`,
    )
  }
  return sentences
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) })
    return response.ok
  } catch {
    return false
  }
}
