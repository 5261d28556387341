/** Keeps its own account of effects. */
export default () => ({ handlers: [], effects: (performance?: string) => [{ kind: "own", performance }] });
