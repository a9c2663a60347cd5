// What a key does in the directory while the caret is in its search. Pure.
export type RowKey =
  { readonly do: 'move'; readonly to: number } | { readonly do: 'call' | 'give' | 'pickUp' | 'speak' | 'favourite' };

interface Press {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const PAGE = 8;

export function rowKey(press: Press, { count, at }: { count: number; at: number }): RowKey | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  if (press.key === 'Enter') return { do: press.altKey ? 'give' : 'call' };
  // By the key's place: with Alt held some layouts type another letter.
  if (press.altKey && press.code === 'KeyP') return { do: 'pickUp' };
  if (press.altKey && press.code === 'KeyI') return { do: 'speak' };
  if (press.altKey && press.code === 'KeyF') return { do: 'favourite' };
  if (press.altKey || count === 0) return undefined;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[press.key];
  return step === undefined ? undefined : { do: 'move', to: Math.min(count - 1, Math.max(0, at + step)) };
}
