// What a change makes of the data: the window shows it at once, and the text is held to it.
import type { PracticeChange } from './types.ts';

type Data = unknown;
type Path = readonly (string | number)[];

export function valueAt(data: Data, path: Path): Data {
  return path.reduce<Data>(
    (value, step) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, step)
        ? (value as Record<string | number, Data>)[step]
        : undefined,
    data,
  );
}

/** A copy with the change made, the rest shared; undefined when there is no such place. */
export function changed<T extends Data>(data: T, change: PracticeChange): T | undefined {
  return step(data, change.path, change) as T | undefined;
}

function step(data: Data, path: Path, change: PracticeChange): Data {
  const [head, ...rest] = path;
  if (head === undefined) return undefined;
  if (rest.length === 0) return act(data, head, change);
  if (data !== undefined && (data === null || typeof data !== 'object')) return undefined;
  // What is missing on the way is made when something is set or put in.
  if (data === undefined && change.do !== 'set' && change.do !== 'insert') return undefined;
  const isList = Array.isArray(data);
  if (isList && (typeof head !== 'number' || head >= data.length)) return undefined;
  if (data === undefined && typeof head === 'number') return undefined;
  const below = step(data === undefined ? undefined : (data as Record<string | number, Data>)[head], rest, change);
  return below === undefined ? undefined : withValue(data, head, below);
}

function withValue(data: Data, key: string | number, value: Data): Data {
  if (Array.isArray(data)) return data.with(Number(key), value);
  return { ...(data as Record<string, Data> | undefined), [key]: value };
}

function act(data: Data, key: string | number, change: PracticeChange): Data {
  if (Array.isArray(data)) return typeof key === 'number' ? actInList(data, key, change) : undefined;
  if (change.do === 'insert') return data === undefined && key === 0 ? [change.value] : undefined;
  if (typeof key === 'number' || data === null || (data !== undefined && typeof data !== 'object')) return undefined;
  if (change.do === 'set') return withValue(data, key, change.value);
  if (change.do !== 'remove' || data === undefined || !Object.hasOwn(data, key)) return undefined;
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== key));
}

function actInList(list: readonly Data[], at: number, change: PracticeChange): Data {
  switch (change.do) {
    case 'set':
      return at < list.length ? list.with(at, change.value) : undefined;
    case 'remove':
      return at < list.length ? list.toSpliced(at, 1) : undefined;
    case 'insert':
      return at <= list.length ? list.toSpliced(at, 0, change.value) : undefined;
    case 'move': {
      if (at >= list.length || change.to >= list.length) return undefined;
      return list.toSpliced(at, 1).toSpliced(change.to, 0, list[at]);
    }
  }
}
