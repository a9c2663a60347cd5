// Who changed more than they may: what lies outside of the allowed places must be the same before and after.

type Data = Readonly<Record<string, unknown>>;

/** Whether something differs outside of these places. */
export function differsElsewhere(before: Data, after: Data, allowed: readonly (readonly string[])[]): boolean {
  return JSON.stringify(sorted(without(before, allowed))) !== JSON.stringify(sorted(without(after, allowed)));
}

const without = (data: unknown, places: readonly (readonly string[])[]): unknown => {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return data;
  const here = new Set(places.filter(({ length }) => length === 1).map(([name]) => name));
  return Object.fromEntries(
    Object.entries(data)
      .filter(([name]) => !here.has(name))
      .map(([name, value]) => {
        const below = places.filter((place) => place.length > 1 && place[0] === name).map((place) => place.slice(1));
        return [name, below.length > 0 ? without(value, below) : value];
      }),
  );
};

/** The order of keys says nothing; the order of lists does. */
const sorted = (data: unknown): unknown => {
  if (Array.isArray(data)) return data.map(sorted);
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(
    Object.entries(data)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, sorted(value)]),
  );
};
