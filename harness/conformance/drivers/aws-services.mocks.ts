import { HttpResponse, http } from "msw";

/** A function that finds an order, and a guardrail that lets everything pass. */
export const mocks = [
  http.post("https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/get-order/invocations", () =>
    HttpResponse.json({ total: 129 }, { headers: { "x-amz-executed-version": "$LATEST" } }),
  ),
  http.post("https://bedrock-runtime.us-east-1.amazonaws.com/guardrail/gr1/version/1/apply", () =>
    HttpResponse.json({ action: "NONE", outputs: [], assessments: [], usage: {} }),
  ),
];
