// What stands in for the services in system-map.yaml: ordinary MSW handlers (https://mswjs.io).
// They know nothing of faults: Brownout lays the faults around them.
import { HttpResponse, http } from "brownout/msw";
import corpus from "./docs.json" with { type: "json" };

/** The documents as they are today: the last version of each. */
const documents = corpus.documents.flatMap(({ id, title, versions }) =>
  versions.slice(-1).map(({ version, date, text }) => ({ id, title, text, version, revised: date })),
);

const orders = new Map([
  ["B-100", { id: "B-100", status: "shipped", carrier: "PostNow", eta: "2 days" }],
  ["B-101", { id: "B-101", status: "in preparation", carrier: "not yet known", eta: "5 days" }],
]);

export default [
  http.post("http://docs.bookshop.test/search", async ({ request }) => {
    const { query, top_k } = (await request.json()) as { query: string; top_k: number };
    const words = query.toLowerCase().split(/\W+/);
    const results = documents
      .map((document) => ({ ...document, score: likeness(words, `${document.title} ${document.text}`) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, top_k);
    return HttpResponse.json({ results });
  }),

  http.get("http://orders.bookshop.test/orders/:id", ({ params }) => {
    const order = orders.get(String(params.id));
    return order ? HttpResponse.json(order) : HttpResponse.json({ error: "no such order" }, { status: 404 });
  }),
];

/** Share of the words that a text has. */
const likeness = (words: string[], text: string): number =>
  words.filter((word) => text.toLowerCase().includes(word)).length / words.length;
