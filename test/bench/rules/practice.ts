// A practice with as many rules as asked, and calls that meet them: the same at every run.
import type { z } from 'zod';
import type { DecisionInput } from '../../../shared/domain/rules/types.ts';
import { Site } from '../../../shared/domain/site/site.ts';

const CATEGORIES = ['scheduling', 'insurance', 'referrals', 'records', 'clinical', 'general'];
const QUEUES = ['front-desk', 'billing', 'espanol', 'triage', 'referrals'];
const LANGUAGES = ['en', 'es', 'vi', 'ru'];
const OFFICE = ['open', 'closed'] as const;
const SKILLS = ['nurse', 'billing', 'referrals', 'records', 'physician'];

/** One rule, in the form every engine reads: what is absent does not matter. */
export interface Spec {
  readonly id: string;
  readonly category: string;
  readonly queue?: string | undefined;
  readonly language?: string | undefined;
  readonly office?: 'open' | 'closed' | undefined;
  readonly area?: string | undefined;
  readonly ageFrom?: number | undefined;
  readonly kind: 'route' | 'general';
  readonly priority: number;
}

/** Park and Miller's generator: any run, any machine, the same rules. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

export function specsFor(count: number, seed = 7): Spec[] {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const sometimes = <T>(share: number, value: () => T): T | undefined => (random() < share ? value() : undefined);
  return Array.from({ length: count }, (_, index) => ({
    id: `rule-${index}`,
    kind: index % 2 === 0 ? 'route' : 'general',
    category: CATEGORIES[index % CATEGORIES.length]!,
    queue: sometimes(0.7, () => pick(QUEUES)),
    language: sometimes(0.4, () => pick(LANGUAGES)),
    office: sometimes(0.6, () => pick(OFFICE)),
    area: sometimes(0.8, () => String(201 + Math.floor(random() * 700))),
    ageFrom: sometimes(0.2, () => Math.floor(random() * 90)),
    priority: Math.floor(random() * 10),
  }));
}

type RulesIn = z.input<typeof Site>['rules'];

function rulesOf(specs: readonly Spec[]): RulesIn {
  const conditionOf = ({ area, ageFrom }: Spec) => ({
    ...(area === undefined ? {} : { area: [area] }),
    ...(ageFrom === undefined ? {} : { patient: { age: { from: ageFrom } } }),
  });
  return {
    routes: specs
      .filter(({ kind }) => kind === 'route')
      .map((spec) => ({
        ...{ id: spec.id, category: spec.category, when: spec.office ?? 'always', priority: spec.priority },
        ...(spec.queue === undefined ? {} : { queue: spec.queue }),
        ...(spec.language === undefined ? {} : { language: spec.language }),
        if: conditionOf(spec),
        to: [
          { skill: SKILLS[spec.priority % SKILLS.length]! },
          { message: { owner: 'Front desk', within: '1 hours' } },
        ],
      })),
    general: specs
      .filter(({ kind }) => kind === 'general')
      .map((spec) => ({
        id: spec.id,
        if: {
          category: [spec.category],
          ...(spec.office === undefined ? {} : { time: { office: spec.office } }),
          ...(spec.queue === undefined ? {} : { queue: [spec.queue] }),
          ...(spec.language === undefined ? {} : { language: [spec.language] }),
          ...conditionOf(spec),
        },
        priority: spec.priority,
        banner: { en: spec.id },
      })),
  };
}

const label = (en: string) => ({ en });

export function practiceWith(specs: readonly Spec[]): Site {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri'];
  return Site.parse({
    clinic: { name: 'Bench', timeZone: 'America/Los_Angeles' },
    phone: { servers: ['wss://pbx.example/ws'], domain: 'pbx.example' },
    queues: QUEUES.map((id) => ({ id, name: id })),
    users: [{ id: 'a', name: 'A', role: 'receptionist', extension: '101' }],
    hours: { weekly: Object.fromEntries(days.map((day) => [day, [{ from: '08:00', to: '17:00' }]])) },
    directory: SKILLS.flatMap((skill, at) =>
      [0, 1, 2].map((nth) => ({
        id: `${skill}-${nth}`,
        name: `${skill} ${nth}`,
        number: `2${at}${nth}`,
        skills: [skill],
      })),
    ),
    rules: rulesOf(specs),
    notes: {
      categories: CATEGORIES.map((id) => ({ id, label: label(id) })),
      outcomes: [{ id: 'done', label: label('Done') }],
    },
  });
}

/** Two callers at a time, each asked about four times a minute: as lamps change and words are typed. */
const ASKED_A_MINUTE = 8;

/** Calls of a busy week. */
export function callsFor(count: number, seed = 11): DecisionInput[] {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const start = Date.parse('2026-11-23T08:00:00-08:00');
  return Array.from({ length: count }, (_, index) => ({
    now: new Date(start + Math.floor(index / ASKED_A_MINUTE) * 20 * 60_000).toISOString(),
    number: `+1${201 + Math.floor(random() * 700)}555${String(index % 10_000).padStart(4, '0')}`,
    withheld: false,
    known: true,
    queue: pick(QUEUES),
    language: pick(LANGUAGES),
    category: pick(CATEGORIES),
    words: 'Calls about a bill that came twice, asks to be called back',
    patient: { age: Math.floor(random() * 95) },
    presence: new Map(),
  }));
}
