// One row that says how every part is; each part patches its own field.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { Health } from '../../../shared/contract/session.ts';
import type { Log } from '../../ports/runtime.ts';
import type { Topics } from '../../ports/topics.ts';

const START: Health = {
  phone: 'starting',
  phonePage: 'missing',
  microphone: 'unknown',
  ehr: 'notSet',
  queues: 'notSet',
  journal: 'locked',
  site: 'ok',
  audit: 'ok',
  outboxWaiting: 0,
};

export class HealthService {
  readonly #topics: Topics;
  readonly #log: Log;
  #health = START;

  constructor(topics: Topics, log: Log) {
    this.#topics = topics;
    this.#log = log;
    topics.set('health', ONLY_KEY, START);
  }

  current(): Health {
    return this.#health;
  }

  readonly patch = (change: Partial<Health>): void => {
    const changed = (Object.keys(change) as (keyof Health)[]).filter((part) => this.#health[part] !== change[part]);
    if (changed.length === 0) return;
    for (const part of changed)
      if (part !== 'outboxWaiting') this.#log.info('health', { name: part, state: String(change[part]) });
    this.#health = { ...this.#health, ...change };
    this.#topics.set('health', ONLY_KEY, this.#health);
  };
}
