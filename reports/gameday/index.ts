export type { DayAnswer, DayJudged, DayRecord } from "./day-record.ts";
export { dayHtml } from "./html.ts";
export { dayMarkdown } from "./markdown.ts";
export { type DayStory, type EpisodeStory, tellDay } from "./tell-day.ts";
