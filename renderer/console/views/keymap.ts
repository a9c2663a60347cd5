// Which key does what, and when. Pure: the view hands in the event and where the focus is.
export type KeyAction =
  | {
      readonly do:
        'answer' | 'silence' | 'mute' | 'hold' | 'transfer' | 'join' | 'swap' | 'park' | 'end' | 'search' | 'finish';
    }
  | { readonly do: 'closeTransfer' | 'nothingOwed' | 'ignore' | 'directory' | 'retrieve' | 'archive' | 'todo' }
  | {
      readonly do:
        | 'waiting'
        | 'duty'
        | 'escalate'
        | 'practice'
        | 'takeSuggestion'
        | 'people'
        | 'alertsSeen'
        | 'reports'
        | 'endWrapUp'
        | 'schedule';
    }
  | { readonly do: 'recording'; readonly answer: 'agreed' | 'refused' }
  | { readonly do: 'line' | 'destination' | 'phrase'; readonly number: number };

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export interface Where {
  /** A field, list or menu has the focus: plain keys belong to it. */
  readonly typing: boolean;
  /** The focus is on the ringing card. */
  readonly onCard: boolean;
  /** A dialog or pop-up is open: it takes Escape first. */
  readonly popup: boolean;
  /** The transfer panel is open. */
  readonly transferOpen: boolean;
  /** The focus is in the transfer panel. */
  readonly inTransfer: boolean;
  readonly ringing: boolean;
}

const FUNCTION_KEYS: Readonly<Record<string, KeyAction>> = {
  F2: { do: 'answer' },
  F3: { do: 'directory' },
  F4: { do: 'mute' },
  F5: { do: 'hold' },
  F6: { do: 'transfer' },
  F7: { do: 'swap' },
  F8: { do: 'park' },
  F9: { do: 'end' },
};

const digitOf = (press: KeyPress): number | undefined => {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1];
  return digit === undefined ? undefined : Number(digit);
};

export function keyAction(press: KeyPress, where: Where): KeyAction | undefined {
  const control = press.ctrlKey || press.metaKey;
  const plain = !control && !press.altKey;
  if (plain && press.shiftKey && press.key === 'F6') return { do: 'join' };
  if (plain && !press.shiftKey && FUNCTION_KEYS[press.key]) return FUNCTION_KEYS[press.key];
  if (plain && press.shiftKey && press.key === 'F3') return { do: 'archive' };
  if (plain && press.shiftKey && press.key === 'F8') return { do: 'retrieve' };
  if (press.key === 'Escape' && plain) return escapeAction(where);
  if (control && !press.altKey && press.key.toLowerCase() === 'k') return { do: 'search' };
  if (control && !press.altKey && !press.shiftKey && press.key.toLowerCase() === 'j') return { do: 'todo' };
  if (control && !press.altKey && !press.shiftKey && press.key === ',') return { do: 'practice' };
  if (control && !press.altKey && press.key === 'Enter' && !where.popup) return { do: 'finish' };
  return letterAction(press, where) ?? digitAction(press, where);
}

/** With Alt. By the place of the key, not by its letter: with Alt a Mac types signs. */
const ALT_KEYS: Readonly<Record<string, KeyAction>> = {
  KeyA: { do: 'alertsSeen' },
  KeyB: { do: 'schedule' },
  KeyH: { do: 'duty' },
  KeyP: { do: 'people' },
  KeyR: { do: 'reports' },
  KeyU: { do: 'endWrapUp' },
};
/** The same, which leave whatever is open alone. */
const ALT_KEYS_BESIDE: Readonly<Record<string, KeyAction>> = {
  KeyE: { do: 'escalate' },
  KeyN: { do: 'recording', answer: 'refused' },
  KeyO: { do: 'recording', answer: 'agreed' },
  KeyW: { do: 'waiting' },
  KeyY: { do: 'takeSuggestion' },
};

/** AltGr is Ctrl and Alt together. */
function letterAction(press: KeyPress, where: Where): KeyAction | undefined {
  if (!press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return undefined;
  return ALT_KEYS[press.code] ?? (where.popup ? undefined : ALT_KEYS_BESIDE[press.code]);
}

/** Escape closes what is open before it silences, and never touches what is typed. */
function escapeAction(where: Where): KeyAction | undefined {
  if (where.onCard) return { do: 'silence' };
  if (where.popup) return undefined;
  if (where.transferOpen && (where.inTransfer || !where.typing)) return { do: 'closeTransfer' };
  return where.ringing && !where.typing ? { do: 'silence' } : undefined;
}

function digitAction(press: KeyPress, where: Where): KeyAction | undefined {
  const number = digitOf(press);
  const isPhrase = press.altKey && press.shiftKey && !press.ctrlKey && !press.metaKey;
  if (isPhrase && number !== undefined && number > 0 && !where.popup) return { do: 'phrase', number };
  if (number === undefined || press.shiftKey) return undefined;
  if (press.ctrlKey || press.metaKey)
    return !press.altKey && number >= 1 && number <= 6 ? { do: 'line', number } : undefined;
  if (press.altKey) return number === 0 ? { do: 'nothingOwed' } : { do: 'destination', number };
  return where.typing || where.popup || number === 0 ? undefined : { do: 'destination', number };
}
