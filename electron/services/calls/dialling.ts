// Dialling from everywhere: links of other programs, the last number again, keys of the whole system.
import type { Call } from '../../../shared/domain/call/call.ts';
import { dialLink } from '../../../shared/domain/call/link.ts';
import { pressed } from '../../../shared/domain/call/press.ts';
import type { Country } from '../../../shared/domain/phone-number/phone-number.ts';
import { formatForDisplay, normalise } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Clock, Ids } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

/** A question nobody answered is forgotten; a page that follows links by itself must not fill the screen. */
const ASK_MS = 60_000;
const MOST = 3;

export interface DiallingDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly site: () => Site | undefined;
  readonly calls: () => readonly Call[];
  /** Numbers dialled before this run, newest first. */
  readonly dialledBefore: () => readonly string[];
  readonly dial: (target: string) => Promise<Result<unknown>>;
  readonly act: (act: NonNullable<ReturnType<typeof pressed>>) => Promise<Result<unknown>>;
}

export class DiallingService {
  readonly #deps: DiallingDeps;
  readonly #asked = new Map<string, { readonly target: string; readonly cancel: () => void }>();

  constructor(deps: DiallingDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'call.redial': () => this.#redial(),
    'call.press': async ({ key }) => {
      const act = pressed(key, this.#deps.calls());
      if (!act) return fail('callNotPossibleNow');
      return done(await this.#deps.act(act));
    },
    'link.open': ({ link }) => this.#open(link),
    'link.decide': async ({ id, dial }) => {
      const asked = this.#asked.get(id);
      this.#forget(id);
      if (!asked) return fail('callGone');
      return dial ? done(await this.#deps.dial(asked.target)) : ok({});
    },
  };

  async #redial(): Promise<Result<Done>> {
    const [last] = this.#deps
      .calls()
      .filter(isDialled)
      .sort((a, b) => b.startedAt - a.startedAt);
    const number = last?.remote.number ?? this.#deps.dialledBefore()[0];
    return number ? done(await this.#deps.dial(number)) : fail('nothingToRedial');
  }

  async #open(link: string): Promise<Result<Done>> {
    const { site, topics, clock, ids } = this.#deps;
    const rules = site();
    const found = rules && dialLink(link, rules);
    if (!found) return fail('linkInvalid');
    if (found.isKnown) return done(await this.#deps.dial(found.target));
    const [oldest] = this.#asked.keys();
    if (oldest !== undefined && this.#asked.size >= MOST) this.#forget(oldest);
    const id = ids.next();
    this.#asked.set(id, { target: found.target, cancel: clock.after(ASK_MS, () => this.#forget(id)) });
    topics.set('linkRequests', id, {
      ...{ id, number: found.target, at: clock.now() },
      shownNumber: shown(found.number, rules.clinic.country as Country),
    });
    return ok({});
  }

  #forget(id: string): void {
    this.#asked.get(id)?.cancel();
    this.#asked.delete(id);
    this.#deps.topics.remove('linkRequests', id);
  }
}

/** What a person dialled to talk: not the silent calls of a transfer, nor an announcement. */
export const isDialled = (call: Call): boolean =>
  call.direction === 'outgoing' && call.forTransfer !== true && call.purpose === undefined;

function shown(number: string, country: Country): string {
  const known = normalise(number, country);
  return known ? formatForDisplay(known, country) : number;
}

const done = (answer: Result<unknown>): Result<Done> => (answer.ok ? ok({}) : answer);
