type Variables = Readonly<Record<string, string>>;

/** What a started program finds in its environment beside ours: the target's own variables, and over them what the interception hands it. */
export function handedTo(own: Variables, handed: Variables): Variables {
  const given = own["NODE_OPTIONS"] ?? process.env["NODE_OPTIONS"];
  const added = handed["NODE_OPTIONS"];
  // Options add up: the agent keeps its own.
  const options = given && added ? { NODE_OPTIONS: `${given} ${added}` } : {};
  return { ...own, ...handed, ...options };
}
