// Calls that come by themselves: the first soon after the desk signs in, then at random at the rate asked for.
import type { Pbx } from '../pbx/core/pbx.ts';
import type { CallerDesk } from './desk.ts';
import { nextArrival, seededRandom, shuffled } from './random.ts';
import { SCENARIOS, queueOf } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

export interface ArrivalOptions {
  readonly seed: number;
  readonly callsPerHour: number;
  /** The extension whose first registration opens the day. */
  readonly opener: string;
}

/** The console must ring soon after its window opens. Milliseconds. */
const FIRST_CALL = 2500;
/** More waiting callers than this would only pile up in front of a visitor. */
const MOST_AT_ONCE = 4;

export class Arrivals {
  readonly #pbx: Pbx;
  readonly #desk: CallerDesk;
  readonly #options: ArrivalOptions;
  readonly #random: () => number;
  readonly #onRegistered: (extension: string) => void;
  #deck: Scenario[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(pbx: Pbx, desk: CallerDesk, options: ArrivalOptions) {
    this.#pbx = pbx;
    this.#desk = desk;
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#onRegistered = (extension) => {
      if (extension === options.opener && this.#timer === undefined) this.#in(FIRST_CALL);
    };
    pbx.on('registered', this.#onRegistered);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#pbx.off('registered', this.#onRegistered);
  }

  #in(milliseconds: number): void {
    this.#timer = setTimeout(() => this.#arrive(), milliseconds);
  }

  #arrive(): void {
    this.#in(nextArrival(this.#random, this.#options.callsPerHour));
    if (this.#desk.living >= MOST_AT_ONCE || !this.#pbx.phones.isRegistered(this.#options.opener)) return;
    const scenario = this.#draw();
    if (this.#desk.isCalling(scenario.number)) return;
    const { number, name, patience } = scenario;
    this.#desk.start({ party: { number, name }, queue: queueOf(scenario), scenario, patience });
  }

  /** Every scenario once before any comes again. The first call of all is a known patient. */
  #draw(): Scenario {
    const opening = this.#deck.length === 0 ? shuffled(SCENARIOS, this.#random) : this.#deck;
    const next = opening.shift() ?? SCENARIOS[0];
    this.#deck = opening;
    if (!next) throw new Error('there are no scenarios');
    return next;
  }
}
