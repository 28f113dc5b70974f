import { didYouMean } from "@internal/schema"

/** Arguments of the client library's calls beside `model` and `messages` or `prompt`; it refuses any other. */
const CHAT =
  `audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens metadata
  modalities moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_options
  prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop store stream
  stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options`.split(
    /\s+/,
  )
const COMPLETION =
  `best_of echo frequency_penalty logit_bias logprobs max_tokens n presence_penalty seed stop stream
  stream_options suffix temperature top_p user`.split(/\s+/)

/** Arguments that are no part of the request's body. */
export const OUTSIDE_BODY: readonly string[] = ["extra_headers", "extra_query", "extra_body", "timeout"]
/** What the prompt and the configuration say wins over parameters of these names. */
export const REPLACED: readonly string[] = ["model", "messages", "prompt"]

/** The first parameter that no call takes, and what may be meant (spec 1.4). */
export function unknownParameter(
  names: Iterable<string>,
  api: "chat" | "completion",
): { name: string; hint: string } | undefined {
  const known = [...(api === "chat" ? CHAT : COMPLETION), ...OUTSIDE_BODY]
  for (const name of names) {
    if (known.includes(name) || REPLACED.includes(name)) continue
    const near = didYouMean(name, known)
    const hint = `${near ? `${near} ` : ""}What the API takes beside the known parameters goes under extra_body.`
    return { name, hint }
  }
  return undefined
}
