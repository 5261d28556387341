export { promptfooGrader } from "./promptfoo-grader.ts";
