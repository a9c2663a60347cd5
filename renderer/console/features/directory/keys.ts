// What a key does in the directory while the caret is in its search. Pure.
import { rowAfter } from '../../ui/long-list.ts';

export type RowKey =
  { readonly do: 'move'; readonly to: number } | { readonly do: 'call' | 'give' | 'pickUp' | 'speak' | 'favourite' };

interface Press {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export function rowKey(press: Press, list: { count: number; at: number }): RowKey | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  if (press.key === 'Enter') return { do: press.altKey ? 'give' : 'call' };
  // By the key's place: with Alt held some layouts type another letter.
  if (press.altKey && press.code === 'KeyP') return { do: 'pickUp' };
  if (press.altKey && press.code === 'KeyI') return { do: 'speak' };
  if (press.altKey && press.code === 'KeyF') return { do: 'favourite' };
  const to = press.altKey ? undefined : rowAfter(press.key, list);
  return to === undefined ? undefined : { do: 'move', to };
}
