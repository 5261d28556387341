/** An armed fault left the call as it was; told once in a trial, and only of one that had not fired there before. */
export interface FaultIdle {
  readonly type: "fault-idle";
  readonly trial: string;
  readonly performance: string;
  readonly t: number;
  readonly address: string;
  readonly injection: string;
  readonly reason: string;
}

/** The script answered without a tool that it wanted and was not offered; told once in a trial for each task and tool. */
export interface ToolLacking {
  readonly type: "tool-lacking";
  readonly trial: string;
  readonly performance: string;
  readonly t: number;
  readonly tool: string;
  readonly offered: readonly string[];
  /** Where the playbook names it: `file:line:column`. */
  readonly at?: string;
}
