// What a call may be about, from the words typed so far. The model is made on this PC of built-in examples, those of the site
// file and, only where the site says so, the practice's own finished notes; it lives in memory and leaves this process never.
import { intentOf, preparing } from '../../../shared/domain/intent/intent.ts';
import type { Intent, IntentModel } from '../../../shared/domain/intent/intent.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { Journal } from '../../ports/journal.ts';

export interface IntentDeps {
  readonly site: () => Site | undefined;
  readonly journal: () => Pick<Journal, 'notes'> | undefined;
}

/** Fewer words than this are not looked at: two words are about anything. */
const LEAST_WORDS = 3;
/** Words of a note beyond this say no more of what the call is about. */
const LOOKED_AT = 2_000;

export class IntentService {
  readonly #deps: IntentDeps;
  #model: { readonly of: Site; readonly model: IntentModel } | undefined;
  #underWay: { readonly of: Site; readonly ready: Promise<void> } | undefined;
  #last: { readonly words: string; readonly model: IntentModel; readonly intent: Intent } | undefined;

  constructor(deps: IntentDeps) {
    this.#deps = deps;
  }

  /** Undefined also while the model is being made: nobody waits for a suggestion. */
  suggest(words: string): Intent | undefined {
    const typed = words.trim().slice(0, LOOKED_AT);
    void this.prepare();
    const model = this.#model?.of === this.#deps.site() ? this.#model?.model : undefined;
    if (!model || typed.split(/\s+/).length < LEAST_WORDS) return undefined;
    // A card is drawn again for many reasons; its words mostly stay.
    if (this.#last?.words !== typed || this.#last.model !== model)
      this.#last = { words: typed, model, intent: intentOf(model, typed) };
    return this.#last.intent;
  }

  /** Makes the model of the site in force, in steps between which everything else goes on; resolves when it is there. */
  prepare(): Promise<void> {
    const site = this.#deps.site();
    if (!site?.notes.suggest || this.#model?.of === site) return Promise.resolve();
    if (this.#underWay?.of !== site) this.#underWay = { of: site, ready: this.#make(site) };
    return this.#underWay.ready;
  }

  async #make(site: Site): Promise<void> {
    const own = site.notes.categories.flatMap(({ id, examples = [] }) =>
      examples.map((text) => ({ category: id, text })),
    );
    const ids = site.notes.categories.map(({ id }) => id);
    const work = preparing(ids, [...own, ...this.#learned(site)]);
    for (let step = work.next(); ; step = work.next()) {
      if (step.done) return void (this.#model = { of: site, model: step.value });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #learned(site: Site): { category: string; text: string }[] {
    if (!site.notes.learn) return [];
    const notes = this.#deps.journal()?.notes('finished') ?? [];
    return notes.flatMap(({ content: { category, words } }) =>
      category === undefined || words.trim() === '' ? [] : [{ category, text: words.slice(0, LOOKED_AT) }],
    );
  }
}
