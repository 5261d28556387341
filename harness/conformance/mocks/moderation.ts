import { HttpResponse, http } from "msw";

/** The moderation service on a day without faults: nothing is wrong with anything. */
export default [
  http.post("https://api.openai.com/v1/moderations", () =>
    HttpResponse.json({
      id: "modr-1",
      model: "omni-moderation-latest",
      results: [{ flagged: false, categories: { violence: false }, category_scores: { violence: 0.0001 } }],
    }),
  ),
];
