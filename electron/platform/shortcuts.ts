// Keys that work while another program is in front.
import { globalShortcut } from 'electron';
import type { Hotkeys } from '../../shared/contract/session.ts';

type Key = keyof Hotkeys & string;

export class Shortcuts {
  readonly #press: (key: Key) => void;
  #applied = '';

  constructor(press: (key: Key) => void) {
    this.#press = press;
  }

  /** Takes these keys and no others; returns those that another program has, or undefined when nothing changed. */
  apply(hotkeys: Hotkeys): Key[] | undefined {
    const wanted = JSON.stringify(hotkeys);
    if (wanted === this.#applied) return undefined;
    this.#applied = wanted;
    globalShortcut.unregisterAll();
    return (Object.entries(hotkeys) as [Key, string][])
      .filter(([key, accelerator]) => !take(accelerator, () => this.#press(key)))
      .map(([key]) => key);
  }

  stop(): void {
    globalShortcut.unregisterAll();
  }
}

function take(accelerator: string, press: () => void): boolean {
  try {
    return globalShortcut.register(accelerator, press);
  } catch {
    // Not a key that Electron knows.
    return false;
  }
}
