// A closure made or taken back by a key, as a change of the settings. Pure.
import { isSameClosure } from '../schedule/closing.ts';
import { Closure } from '../site/hours.ts';
import type { PracticeChange } from './types.ts';

type Data = Readonly<Record<string, unknown>> | undefined;
const PLACE = ['hours', 'closures'];

/** @param data what the site file says; undefined: it is there already, and is not written twice */
export function closureMade(data: Data, closure: Closure): PracticeChange | undefined {
  const { count, at } = placesOf(data, closure);
  return at >= 0 ? undefined : { do: 'insert', path: [...PLACE, count], value: { ...closure } as never };
}

/** undefined: it is not there any more */
export function closureTakenBack(data: Data, closure: Closure): PracticeChange | undefined {
  const { at } = placesOf(data, closure);
  return at < 0 ? undefined : { do: 'remove', path: [...PLACE, at] };
}

/** Why the settings changed, in no language: it is kept in the file, for readers of any. */
export const closureInWords = ({ reason, date, lastDate, from, to }: Closure): string =>
  [reason, lastDate ? `${date}–${lastDate}` : date, from || to ? `${from ?? ''}–${to ?? ''}` : '']
    .filter((part) => part !== '')
    .join(' · ');

function placesOf(data: Data, closure: Closure): { readonly count: number; readonly at: number } {
  const hours = data?.['hours'] as { closures?: unknown } | null | undefined;
  const list: unknown[] = Array.isArray(hours?.closures) ? hours.closures : [];
  const at = list.findIndex((item) => {
    const parsed = Closure.safeParse(item);
    return parsed.success && isSameClosure(parsed.data, closure);
  });
  return { count: list.length, at };
}
