import { HttpResponse, http } from "msw";
import { healthyAnswer } from "../experiment.ts";

/** An agent that says the usual words, whole or event by event. */
const answer = ({ request }: { readonly request: Request }): Response => {
  if (request.headers.get("accept") !== "text/event-stream") return HttpResponse.json({ said: healthyAnswer });
  const events = healthyAnswer.split(/(?= )/).map((said) => `data: ${JSON.stringify({ said })}\n\n`);
  return new HttpResponse(events.join(""), { headers: { "content-type": "text/event-stream" } });
};

export default [
  http.post("https://chat.example.com/ask", answer),
  http.post("https://container.example.com/invocations", answer),
];
