import { Millrace } from "millrace"

await using millrace = await Millrace.open()
const judge = await millrace.prompty("gallery/prompty-json/sentiment.prompty", {
  model: { parameters: { temperature: 0 } },
  replay: "gallery/prompty-json/recordings",
})
const { sentiment, stars } = await judge.call<{ sentiment: string; stars: number }>({
  review: "The best honey I ever had.",
})
console.log(sentiment, stars)
console.log(await judge.estimateTokenCount({ review: "The best honey I ever had." }))
