export { decide } from "./decide.ts";
export { estimate, estimateRatio } from "./estimate.ts";
export { type HistoryOptions, historyReport } from "./history/history-report.ts";
export { isExposed } from "./injections.ts";
export { passHatK } from "./pass-hat-k.ts";
export { type ExperimentScorer, openScorer, plannedTrials, scoreExperiment, worstVerdict } from "./score-experiment.ts";
export { type ScoreItem, type ScoreRunOptions, scoreRun } from "./score-run.ts";
export { type FindingCollector, type ScoreTools, standardScores } from "./tools.ts";
export { wilson } from "./wilson.ts";
