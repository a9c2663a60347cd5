// The way out of the browser host: an address that a page may open once, soon, and that leads to another one. So the page
// itself never holds where it leads, and neither does the history of this program's windows.
import { randomBytes } from 'node:crypto';
import type { OpenOutside } from '../ports/outside.ts';
import type { Clock } from '../ports/runtime.ts';
import { ok } from '../../shared/result/result.ts';

const PATH = '/outside/';
/** A page opens it at once, or it was blocked. */
const GOOD_FOR_MS = 30_000;

export class WayOut {
  readonly #clock: Clock;
  readonly #ways = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly open: OpenOutside = (address) => {
    const token = randomBytes(24).toString('base64url');
    this.#ways.set(token, address);
    this.#clock.after(GOOD_FOR_MS, () => this.#ways.delete(token));
    return ok({ way: `${PATH}${token}` });
  };

  /** Where it leads, once; undefined for every other path. */
  take(pathname: string): string | undefined {
    if (!pathname.startsWith(PATH)) return undefined;
    const token = pathname.slice(PATH.length);
    const address = this.#ways.get(token);
    this.#ways.delete(token);
    return address;
  }
}
