// What a call is about and whether it can wait, from the caller's words as typed: on this computer, by words anybody can read.
// It only suggests. Nothing is decided by it, and what it calls urgent is a question to ask, never a judgement.
import { ENGLISH } from './examples-en.ts';
import { SPANISH } from './examples-es.ts';
import { plainWords } from '../red-flags/match.ts';
import { featuresOf } from './features.ts';
import type { Feature } from './features.ts';
import { learn, probabilities } from './regression.ts';
import type { Model, Sample } from './regression.ts';

export interface Example {
  readonly category: string;
  readonly text: string;
  readonly isUrgent: boolean;
}

export interface Intent {
  /** Absent: the words do not tell. */
  category?: { id: string; confidence: number; because: string[] } | undefined;
  /** Set when it may not be able to wait, with the words that say so. */
  urgent?: { confidence: number; because: string[] } | undefined;
}

export interface IntentModel {
  readonly categories: Model;
  readonly urgency: Model;
}

/** Less sure than this it says nothing: a wrong suggestion costs more than none. */
const SURE = 0.45;
/** A miss is worse than a false alarm. */
const MAYBE_URGENT = 0.15;
const SHOWN_WORDS = 3;
/** What this practice's own callers say counts for more than what callers say anywhere. */
const OWN_WEIGHT = 3;

const examplesOf = (lists: Readonly<Record<string, string>>): Example[] =>
  Object.entries(lists).flatMap(([category, text]) =>
    text
      .split(';')
      .map((sentence) => sentence.trim())
      .filter((sentence) => sentence !== '')
      .map((sentence) => ({ category, text: sentence.replace(/^!/, ''), isUrgent: sentence.startsWith('!') })),
  );

/** What every practice begins with. */
export const EXAMPLES: readonly Example[] = [...examplesOf(ENGLISH), ...examplesOf(SPANISH)];

/**
 * @param offered the ids of the practice's categories; examples of others are left out
 * @param own sentences of this practice, from its site file or (where it says so) its finished notes
 */
export function intentModel(offered: readonly string[], own: readonly Omit<Example, 'isUrgent'>[] = []): IntentModel {
  const sample = (text: string, label: string): Sample => ({ keys: keysOf(text), label });
  const categories = [...EXAMPLES, ...Array.from({ length: OWN_WEIGHT }, () => own).flat()].filter(({ category }) =>
    offered.includes(category),
  );
  urgency ??= learn(EXAMPLES.map(({ text, isUrgent }) => sample(text, isUrgent ? 'urgent' : 'canWait')));
  return { categories: learn(categories.map(({ text, category }) => sample(text, category))), urgency };
}

/** The same for every practice: what cannot wait is not learned from notes. */
let urgency: Model | undefined;
const known = new Map<string, readonly string[]>();
function keysOf(text: string): readonly string[] {
  const keys = known.get(text) ?? featuresOf(text).map(({ key }) => key);
  if (known.size < EXAMPLES.length) known.set(text, keys);
  return keys;
}

export function intentOf(model: IntentModel, words: string): Intent {
  const features = featuresOf(words);
  const [category, urgent] = [best(model.categories, features), best(model.urgency, features, 'urgent')];
  return {
    ...(category && category.confidence >= SURE && category.because.length > 0
      ? { category: { id: category.label, confidence: category.confidence, because: category.because } }
      : {}),
    ...(urgent && urgent.confidence >= MAYBE_URGENT && urgent.because.length > 0
      ? { urgent: { confidence: urgent.confidence, because: urgent.because } }
      : {}),
  };
}

interface Best {
  readonly label: string;
  readonly confidence: number;
  readonly because: string[];
}

/** The likeliest label, or how likely `wanted` is, and the words that speak for it. */
function best(model: Model, features: readonly Feature[], wanted?: string): Best | undefined {
  const known = features.filter(({ key }) => model.weights.has(key));
  if (known.length === 0) return undefined;
  const given = probabilities(
    model,
    known.map(({ key }) => key),
  );
  const at = wanted === undefined ? given.indexOf(Math.max(...given)) : model.labels.indexOf(wanted);
  const label = model.labels[at];
  if (label === undefined) return undefined;
  return { label, confidence: given[at] ?? 0, because: wordsFor(model, known, at) };
}

/** Those that weigh most, each word once. */
function wordsFor(model: Model, features: readonly Feature[], at: number): string[] {
  const weighed = features
    .map(({ key, words }) => ({ words, weight: model.weights.get(key)?.[at] ?? 0 }))
    .filter(({ weight }) => weight > 0.2)
    .sort((one, other) => other.weight - one.weight);
  const shown: string[] = [];
  const said = new Set<string>();
  for (const { words } of weighed) {
    if (shown.length === SHOWN_WORDS) break;
    const parts = plainWords(words).split(' ');
    if (parts.some((part) => said.has(part))) continue;
    parts.forEach((part) => said.add(part));
    shown.push(words);
  }
  return shown;
}
