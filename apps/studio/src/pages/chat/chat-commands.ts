import type { Conversation } from "./conversation.ts"
import type { SlashCommand } from "./slash-commands.ts"
import type { Turn } from "./turn.ts"
import { experimentCommands, type UsedExperiment } from "./use-experiment.ts"

/** What can be done by writing it. */
export function chatCommands({
  conversation,
  experiment,
  hasRows,
  resend,
  save,
  trace,
  look,
  begin,
}: {
  conversation: Conversation
  experiment: UsedExperiment
  hasRows: boolean
  resend(turn: Turn): void
  save(): void
  trace(id: number): void
  /** At the settings. */
  look(): void
  begin(): void
}): SlashCommand[] {
  const { entries, turns, running } = conversation
  const last = turns.at(-1)
  return [
    {
      name: "new",
      hint: "Begin a new session: what was said is no longer its history",
      disabled: running || entries.at(-1)?.kind !== "turn",
      run: () => conversation.newSession(),
    },
    {
      name: "again",
      hint: "Have the last message answered again",
      disabled: running || !last,
      run: () => last && resend(last),
    },
    {
      name: "save",
      hint: "Save the conversation as rows of data",
      disabled: !hasRows,
      run: save,
    },
    {
      name: "trace",
      hint: "Show what the last turn did",
      disabled: !last,
      run: () => last && trace(last.id),
    },
    ...experimentCommands(experiment),
    { name: "settings", hint: "Show inputs and settings", run: look },
    {
      name: "clear",
      hint: "Put this conversation away and begin another",
      disabled: running || turns.length === 0,
      run: begin,
    },
  ]
}
