import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { everywhere } from "../shared/boundaries.ts";
import { htmlPage } from "../shared/html-page.ts";

const params = z.strictObject({
  status: z.int().min(200).max(599).default(200).describe("HTTP status that the page comes with."),
  title: z.string().default("Service temporarily unavailable").describe("Title and heading of the page."),
});

export const htmlErrorPage = defineFault({
  name: "html-error-page",
  summary: "A proxy in front of the dependency answers with an HTML page, as often as not with status 200.",
  boundaries: everywhere,
  params,
  describe: ({ status, title }) => `HTML page “${title}” with status ${status}`,
  async inject(_call, _forward, context, { status, title }) {
    // Not its beginning, which JSON.parse quotes in its complaint: that is a typed error.
    context.note(`HTML page with status ${status} instead of the answer`, {
      marks: ["<p>Please try again in a few minutes.</p>"],
    });
    return { kind: "raw", wire: htmlPage(status, title) };
  },
});
