// How often transfers reached somebody, from the calls that the journal keeps.
import { accuracyOf } from '../../../shared/domain/rules/accuracy.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers } from '../../ports/topics.ts';

/** Calls of this desk that are looked through: about the last quarter of a busy desk. */
const MOST_CALLS = 10_000;
const DAY_MS = 86_400_000;

export interface AccuracyDeps {
  readonly clock: Clock;
  readonly journal: () => Journal | undefined;
}

export class AccuracyService {
  readonly #deps: AccuracyDeps;

  constructor(deps: AccuracyDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'rules.accuracy': ({ days }) => {
      const journal = this.#deps.journal();
      if (!journal) return fail('journalLocked');
      const { all, rules, destinations } = accuracyOf(
        journal.calls(MOST_CALLS),
        this.#deps.clock.now() - days * DAY_MS,
      );
      return ok({ all, rules: [...rules], destinations: [...destinations] });
    },
  };
}
