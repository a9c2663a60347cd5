// What a key does in the list of things to do while the caret is in its search. Pure.
export type TodoKey =
  | { readonly do: 'move'; readonly to: number }
  | { readonly do: 'call' | 'claim' | 'done' | 'owner' | 'time' | 'scope' | 'report' };

interface Press {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const PAGE = 8;
/** By the key's place: with Alt held some layouts type another letter. */
const WITH_ALT: Readonly<Record<string, Exclude<TodoKey['do'], 'move'>>> = {
  KeyC: 'claim',
  KeyD: 'done',
  KeyO: 'owner',
  KeyT: 'time',
  KeyS: 'scope',
  KeyR: 'report',
};

export function todoKey(press: Press, { count, at }: { count: number; at: number }): TodoKey | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  const withAlt = press.altKey ? WITH_ALT[press.code] : undefined;
  if (withAlt) return { do: withAlt };
  if (press.altKey) return undefined;
  if (press.key === 'Enter') return { do: 'call' };
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[press.key];
  if (step === undefined || count === 0) return undefined;
  return { do: 'move', to: Math.min(count - 1, Math.max(0, at + step)) };
}
