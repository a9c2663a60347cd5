// What a key does while the caret is in the search. Pure.
export type ListKey = { readonly do: 'move'; readonly to: number } | { readonly do: 'open' };

interface Press {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

const PAGE = 6;

export function listKey(press: Press, { count, at }: { count: number; at: number }): ListKey | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey || count === 0) return undefined;
  if (press.key === 'Enter') return { do: 'open' };
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[press.key];
  return step === undefined ? undefined : { do: 'move', to: Math.min(count - 1, Math.max(0, at + step)) };
}
