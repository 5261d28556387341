import { formatDuration } from "../../harness/domain/duration.ts";
import { momentLine, momentWords } from "../../harness/domain/gameday-words.ts";
import { codeSpan, fenced, inline } from "../documents/markdown-escape.ts";
import { counted } from "../text/figures.ts";
import { laneLines } from "./lanes.ts";
import { actionWords, boundWords, episodeTitle, findingPlaybook, headFacts } from "./parts.ts";
import type { Told } from "./response.ts";
import type { DayStory, EpisodeStory } from "./tell-day.ts";
import { clockOf, episodeSentence, outcomesOf, shareOf, summaryOf } from "./words.ts";

type Lines = readonly string[];

/** The after-action report as Markdown, for a wiki or a ticket. */
export function dayMarkdown(story: DayStory): string {
  const { episodes, actions, bounds, told } = story;
  const lines: Lines = [
    `# After-action report: ${inline(story.record.title)}`,
    "",
    ...headFacts(story).map(([name, words]) => `- ${name}: ${inline(words)}`),
    "",
    "## What happened",
    "",
    summaryOf(story).map(inline).join(" "),
    "",
    ...(told && told.hypotheses.length > 0
      ? ["What was thought to hold:", "", ...told.hypotheses.map((text) => `- ${inline(text)}`), ""]
      : []),
    fenced([...laneLines(story), "", `the day from 0:00.0 to ${clockOf(story.length)}`].join("\n")),
    "",
    ...(episodes.length === 0 ? [] : overview(episodes)),
    ...episodes.flatMap((one, index) => chapter(one, index, story)),
    "## What held and what broke",
    "",
    ...(bounds.length === 0
      ? ["No steady-state bounds were watched."]
      : table(
          ["steady-state bound", "", "when"],
          bounds.map((one) => [codeSpan(one.bound), one.verdict, inline(boundWords(one))]),
        )),
    "",
    ...(story.record.telemetry.length === 0
      ? []
      : ["## What the agent told of itself", "", ...story.record.telemetry.map((text) => `- ${inline(text)}`), ""]),
    "## Action items",
    "",
    ...(actions.length === 0
      ? ["Nobody wrote one down."]
      : table(
          ["what", "owner", "due", "written by"],
          actions.map((note) => actionWords(note).map(inline)),
        )),
    "",
    "## The whole story in order",
    "",
    ...table(
      ["when", "lane", "what"],
      story.moments.map(({ t, moment }) => [clockOf(t), momentWords(moment).lane, inline(momentLine(moment))]),
    ),
    "",
    ...(story.record.warnings.length > 0 ? story.record.warnings.map((text) => `> ${inline(text)}`) : []),
    `Written by brownout ${inline(story.record.brownout)} from the journal of the run ${codeSpan(story.record.run)}. The same as experiments: ${codeSpan(`brownout gameday export ${story.record.run}`)}.`,
    "",
  ];
  return lines.join("\n");
}

const row = (cells: Lines): string => `| ${cells.join(" | ")} |`;
const table = (head: Lines, rows: readonly Lines[]): Lines => [row(head), row(head.map(() => "---")), ...rows.map(row)];

const told = ({ ms, how }: Told): string => (ms === undefined ? inline(how) : `${formatDuration(ms)} (${inline(how)})`);

const overview = (episodes: readonly EpisodeStory[]): Lines => [
  ...table(
    ["fault", "armed", "bounds broke after", "people noticed after", "mitigated after", "recovered after"],
    episodes.map(({ injection, from, response: { noticed, detected, mitigated, recovered } }) => [
      codeSpan(injection),
      clockOf(from),
      ...[noticed, detected, mitigated, recovered].map((one) =>
        one.ms === undefined ? inline(one.how) : formatDuration(one.ms),
      ),
    ]),
  ),
  "",
];

function chapter(one: EpisodeStory, index: number, story: DayStory): Lines {
  const { response, tallies, judged, beside } = one;
  const expect = story.phases.find(({ name }) => name === one.phase)?.expect;
  return [
    `## ${index + 1}. ${inline(episodeTitle(one))}`,
    "",
    inline(episodeSentence(one)),
    "",
    ...(expect === undefined ? [] : [`Expected: ${inline(expect)}`, ""]),
    ...(beside.length === 0
      ? []
      : [`Armed at the same time: ${beside.map(codeSpan).join(", ")}. What is told here may be their doing too.`, ""]),
    ...(response.before.length === 0
      ? []
      : [
          `Broken already when it was armed, so that they say nothing of it: ${response.before.map(codeSpan).join(", ")}.`,
          "",
        ]),
    `- bounds broke after: ${told(response.noticed)}`,
    `- people noticed after: ${told(response.detected)}`,
    `- mitigated after: ${told(response.mitigated)}`,
    `- recovered after: ${told(response.recovered)}`,
    "",
    ...(tallies.length === 0
      ? []
      : [
          ...table(
            ["synthetic tasks", "answered correctly", "outcomes"],
            tallies.map((each) => [each.name, inline(shareOf(each)), outcomesOf(each)]),
          ),
          "",
        ]),
    ...(judged === undefined
      ? ["No weakness can be told of: no task that met the fault could be laid beside one that was not disturbed.", ""]
      : [
          `Laid beside undisturbed tasks of the same day that were answered correctly (${counted(judged.pairs, "pair")}):`,
          "",
          ...(judged.findings.length === 0
            ? ["No weakness was seen.", ""]
            : judged.findings.flatMap((finding) => [
                `- **${finding.severity}: ${inline(finding.title)}** (${codeSpan(finding.code)}, ${counted(finding.count, "task")}). ${inline(finding.cost)} ${inline(finding.advice)}${findingPlaybook(
                  finding,
                  one,
                  story,
                )
                  .map((text) => ` Playbook: ${inline(text)}`)
                  .join("")}`,
              ])),
          "",
        ]),
  ];
}
