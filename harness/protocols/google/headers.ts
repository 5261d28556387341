import type { Form } from "./address.ts";

const types: Readonly<Record<Form, string>> = {
  whole: "application/json; charset=UTF-8",
  array: "application/json; charset=UTF-8",
  events: "text/event-stream",
};

/** On every reply of the API's front end. A quota is never told in headers, and a wait never in `retry-after`. */
export const serviceHeaders = (form: Form): Record<string, string> => ({
  "content-type": types[form],
  vary: "Origin, X-Origin, Referer",
  server: "scaffolding on HTTPServer2",
  "x-xss-protection": "0",
  "x-frame-options": "SAMEORIGIN",
  "x-content-type-options": "nosniff",
  "server-timing": "gfet4t7; dur=412",
  ...(form === "events" ? { "content-disposition": "attachment" } : {}),
  // Without `transfer-encoding` a mocked stream that is cut looks to fetch like one that ended well.
  ...(form === "whole" ? {} : { "transfer-encoding": "chunked" }),
});
