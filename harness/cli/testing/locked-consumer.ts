type Names = Readonly<Record<string, string>>;

interface Locked {
  readonly dependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

interface Manifest extends Locked {
  readonly version: string;
  readonly bin: Names;
}

/** The folder in which a package finds what it asks for: its own, or that of one around it. */
function found(packages: Readonly<Record<string, Locked>>, from: string, name: string): string {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    const path = `${at === "" ? "" : `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === "") throw new Error(`package-lock.json has no ${name}, which ${from || "the package"} needs.`);
  }
}

/**
 * The manifest and the lock of a project that has the package alone, with its dependencies as they are locked here: `npm ci` then wants nothing
 * that installing this repository has not left in npm's cache. A dependency that the package forgets to declare is not in it.
 */
export function lockedConsumer(manifest: Manifest, packages: Readonly<Record<string, Locked>>, tarball: string) {
  const kept: Record<string, Locked> = {};
  const keep = (from: string, names: Names = {}): void => {
    for (const name of Object.keys(names)) {
      const path = found(packages, from, name);
      if (kept[path]) continue;
      const { dev: _, devOptional: _other, ...locked } = packages[path] as Locked & Record<string, unknown>;
      kept[path] = locked;
      const { peerDependencies = {}, peerDependenciesMeta = {} } = locked;
      const peers = Object.entries(peerDependencies).filter(([peer]) => peerDependenciesMeta[peer]?.optional !== true);
      keep(path, { ...locked.dependencies, ...locked.optionalDependencies, ...Object.fromEntries(peers) });
    }
  };
  keep("", manifest.dependencies);
  const project = { name: "project", version: "1.0.0", dependencies: { brownout: `file:${tarball}` } };
  const { version, bin, dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const brownout = { version, resolved: `file:${tarball}`, bin, dependencies, peerDependencies, peerDependenciesMeta };
  return {
    "package.json": project,
    "package-lock.json": {
      ...{ name: "project", version: "1.0.0", lockfileVersion: 3, requires: true },
      packages: { "": project, "node_modules/brownout": brownout, ...kept },
    },
  };
}
