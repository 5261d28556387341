/** The parts of MSW that mocks are written with, so that a project needs no copy of its own. */
export { bypass, delay, HttpResponse, http, passthrough } from "msw";
