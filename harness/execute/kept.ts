/**
 * What a map has under a key; made if it has nothing yet.
 * @param limit entries at the most: the one that was asked for longest ago goes.
 */
export function kept<K, V>(map: Map<K, V>, key: K, make: () => V, limit = Number.POSITIVE_INFINITY): V {
  const known = map.get(key);
  const value = known ?? make();
  if (known !== undefined && limit === Number.POSITIVE_INFINITY) return known;
  map.delete(key);
  map.set(key, value);
  if (map.size > limit) for (const oldest of map.keys()) return drop(map, oldest, value);
  return value;
}

function drop<K, V>(map: Map<K, V>, oldest: K, value: V): V {
  map.delete(oldest);
  return value;
}
