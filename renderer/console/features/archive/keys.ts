// What a key does while the caret is in the search. Pure.
import { rowAfter } from '../../ui/long-list.ts';

export type ListKey = { readonly do: 'move'; readonly to: number } | { readonly do: 'open' };

interface Press {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

export function listKey(press: Press, list: { count: number; at: number }): ListKey | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey || list.count === 0) return undefined;
  if (press.key === 'Enter') return { do: 'open' };
  const to = rowAfter(press.key, list);
  return to === undefined ? undefined : { do: 'move', to };
}
