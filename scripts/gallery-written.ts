import { recordAnswers } from "./record-answers.ts"

/**
 * Records answers written by hand for samples that the small model cannot answer:
 *
 *     node scripts/gallery-written.ts
 *
 * Each answers a text that the prompt ends with. Some are wrong on purpose, as those of models are.
 */
const ANSWERS: Record<string, string> = {
  // maths-to-code
  "A crate holds 12 bottles. How many bottles are in 7 crates?":
    "bottles = 12\ncrates = 7\nanswer = bottles * crates",
  "Tom has 45 stamps and buys 17 more. How many has he now?":
    "```python\nstamps = 45\nbought = 17\nanswer = stamps + bought\n```",
  "A train has 200 seats and 163 are taken. How many are free?":
    "seats = 200\ntaken = 163\nanswer = seats - taken",
  "5 friends share a bill of 64 coins. How much does each pay?":
    "bill = 64\nfriends = 5\nanswer = bill / friends",
  "A garden is 8 metres long and 6 metres wide. What is its area?":
    "length = 8\nwidth = 6\nanswer = length * width",
  "Mia reads 30 pages a day. How many pages does she read in 2 weeks?":
    "pages = 30\ndays = 2 * 7\nanswer = pages * days",
  "A shirt costs 40 coins and is sold for 25 percent less. What does it cost now?":
    "price = 40\nless = 25\nanswer = price - less",
  "A bus carries 18 people, 7 get off and 4 get on. How many people are on the bus?": "print(18 - 7 + 4)",

  // customer-intent-extraction
  "I bought a teapot two weeks ago.": '{"intent": "delivery", "item": "teapot"}',
  "Two weeks ago, and it has not come.": '{"intent": "delivery", "item": "teapot"}',
  "I would like to buy a lamp for my desk.": '{"intent": "order", "item": "desk lamp"}',
  "No, I want to send it back and get my money back.": '{"intent": "return", "item": "bag"}',
  "My kettle does not heat any more. Can you mend it?": '{"intent": "repair", "item": "kettle"}',
  "I want to buy both.": '{"intent": "Order", "item": "green cups"}',
  "The lamp flickers, can somebody fix it?": '{"intent": "repair", "item": "lamp"}',
  "My parcel with the cup should have come on Monday.": '{"intent": "complaint", "item": "cup"}',
  "I do not like the teapot. Can I have my money back?": '{"intent": "order", "item": "teapot"}',

  // question-simulation
  "Good morning, how can I help you?": "What does it cost to borrow a bicycle for a day?",
  "A city bicycle costs 12 a day, a mountain bicycle 20.": "And how long can I keep it?",
  "You can keep a bicycle for up to two weeks.": "Sure! Do I get a helmet as well? I have none of my own.",
}

/** What the judges of eval-answers say of an answer. */
const SCORES: Record<string, Record<string, string>> = {
  "It opens at ten in the morning.": {
    groundedness: "5",
    relevance: "5",
    coherence: "5",
    fluency: "5",
    similarity: "5",
  },
  "The crossing takes forty minutes.": {
    groundedness: "5",
    relevance: "5",
    coherence: "5",
    fluency: "5",
    similarity: "Score: 5",
  },
  "Yes, and dogs travel free.": {
    groundedness: "2",
    relevance: "3",
    coherence: "4",
    fluency: "5",
    similarity: "3",
  },
  "Ticket the at the pier buy, or.": {
    groundedness: "4",
    relevance: "4",
    coherence: "2",
    fluency: "1",
    similarity: "4",
  },
  "I do not know who built it.": { coherence: "I cannot judge it.", fluency: "5", similarity: "2" },
  "There is a small café on the upper deck.": {
    groundedness: "5.",
    relevance: "5",
    coherence: "5",
    fluency: "5",
  },
}
for (const [answer, scores] of Object.entries(SCORES))
  for (const [metric, text] of Object.entries(scores))
    ANSWERS[`Answer: ${answer}\nIts ${metric}, from 1 to 5:`] = text

const SAMPLES = ["customer-intent-extraction", "eval-answers", "maths-to-code", "question-simulation"]
await recordAnswers(SAMPLES, (messages) => {
  const last = String(messages.at(-1)?.content).trim()
  const known = Object.keys(ANSWERS).find((text) => last.endsWith(text))
  if (!known) throw new Error(`No answer is written for: ${last}`)
  return ANSWERS[known] ?? ""
})
