// Multinomial logistic regression over sparse features, learned by gradient descent in a fixed order: the same examples give
// the same model on every PC. A few hundred sentences take some tens of milliseconds.

export interface Sample {
  readonly keys: readonly string[];
  readonly label: string;
}

export interface Model {
  readonly labels: readonly string[];
  /** By feature: one weight a label. */
  readonly weights: ReadonlyMap<string, Float64Array>;
  readonly bias: Float64Array;
}

const ROUNDS = 15;
const RATE = 0.5;
const DECAY = 1e-4;

/** A round at a time: whoever has a phone to answer meanwhile goes on between two of them. */
export function* learning(samples: readonly Sample[]): Generator<void, Model> {
  const labels = [...new Set(samples.map(({ label }) => label))].sort();
  const weights = new Map<string, Float64Array>();
  for (const { keys } of samples) for (const key of keys) weights.set(key, new Float64Array(labels.length));
  const model: Model = { labels, weights, bias: new Float64Array(labels.length) };
  const ready = new Map(samples.map((sample) => [sample, prepared(sample, labels, weights)]));
  const order = interleaved(samples, labels).map((sample) => ready.get(sample)!);
  for (let round = 0; round < ROUNDS; round++) {
    const rate = RATE / (1 + round / 10);
    for (const sample of order) descend(sample, model.bias, rate);
    yield;
  }
  return model;
}

/** A sample with its weights at hand: looking them up by name each time takes most of the time. */
interface Prepared {
  readonly label: number;
  readonly weights: readonly Float64Array[];
  readonly scale: number;
}

const prepared = ({ keys, label }: Sample, labels: readonly string[], weights: Model['weights']): Prepared => ({
  label: labels.indexOf(label),
  weights: keys.map((key) => weights.get(key)!),
  scale: scaleOf(keys.length),
});

const scaleOf = (count: number) => 1 / Math.sqrt(Math.max(1, count));

function descend({ label, weights, scale }: Prepared, bias: Float64Array, rate: number): void {
  const given = softmax(bias, weights, scale);
  for (let at = 0; at < bias.length; at++) {
    const step = rate * ((at === label ? 1 : 0) - given[at]!);
    bias[at]! += step * 0.1;
    for (const weight of weights) weight[at]! += step * scale - rate * DECAY * weight[at]!;
  }
}

/** One of each label in turn, those of a shorter list again: what is said more seldom weighs as much. */
function interleaved(samples: readonly Sample[], labels: readonly string[]): Sample[] {
  const lists = labels.map((label) => samples.filter((sample) => sample.label === label));
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at % list.length] ?? [])).flat();
}

/** In the order of `labels`; they add up to 1. Features that were never learned say nothing. */
export function probabilities(model: Model, keys: readonly string[]): number[] {
  const known = keys.flatMap((key) => model.weights.get(key) ?? []);
  return [...softmax(model.bias, known, scaleOf(known.length))];
}

function softmax(bias: Float64Array, weights: readonly Float64Array[], scale: number): Float64Array {
  const sums = new Float64Array(bias);
  for (const weight of weights) for (let at = 0; at < sums.length; at++) sums[at]! += weight[at]! * scale;
  const highest = Math.max(...sums);
  let total = 0;
  for (let at = 0; at < sums.length; at++) total += sums[at] = Math.exp(sums[at]! - highest);
  for (let at = 0; at < sums.length; at++) sums[at]! /= total;
  return sums;
}
