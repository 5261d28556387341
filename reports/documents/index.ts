import type { RunReport } from "../../harness/domain/judgement.ts";
import type { HtmlExtras } from "../html/extras.ts";
import { renderHtml } from "../html/render-html.ts";
import type { TextOptions } from "../text/table.ts";
import { renderGithub } from "./github.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderPrometheus } from "./prometheus.ts";
import { renderSarif } from "./sarif.ts";
import { renderTerminal } from "./terminal.ts";

export interface DocumentOptions extends TextOptions {
  /** Where the run's folder lies in its repository, such as `services/desk`; absent = it is the repository's own. */
  readonly below?: string;
}

/** A report in one format: the extension of its file, and its text, which ends with a line break. */
export interface Document {
  readonly extension: string;
  /** Only the terminal heeds width and colour, only GitHub's annotations and SARIF `below`, only HTML what stands beside the report. */
  render(report: RunReport, options: DocumentOptions, extras?: HtmlExtras): string;
}

export const documents = {
  terminal: { extension: "txt", render: renderTerminal },
  json: { extension: "json", render: renderJson },
  junit: { extension: "xml", render: renderJunit },
  html: {
    extension: "html",
    render: (report: RunReport, _options: TextOptions, extras?: HtmlExtras) => renderHtml(report, extras),
  },
  markdown: { extension: "md", render: renderMarkdown },
  sarif: { extension: "sarif", render: renderSarif },
  github: { extension: "github.txt", render: renderGithub },
  prometheus: { extension: "prom", render: renderPrometheus },
} as const satisfies Record<string, Document>;
