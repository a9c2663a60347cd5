// How right the suggestion is, on sentences that somebody else wrote and it never learned from, and how long it takes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { EXAMPLES, intentModel, intentOf } from '../../shared/domain/intent/intent.ts';
import { RED_FLAG_LISTS, phrasesOf } from '../../shared/domain/red-flags/lists.ts';
import { plainWords, redFlagMatcher } from '../../shared/domain/red-flags/match.ts';
import { bench, figure, percentile } from './figures.ts';

interface Said {
  readonly says: string;
  readonly category: string;
  readonly urgent?: boolean;
  readonly language: string;
}

const CATEGORIES = ['scheduling', 'insurance', 'referrals', 'records', 'clinical', 'general'];
const learned = new Set(EXAMPLES.map(({ text }) => plainWords(text)));
const held = (parse(readFileSync(path.join(import.meta.dirname, '../intent/held-out.yaml'), 'utf8')) as Said[]).filter(
  ({ says }) => !learned.has(plainWords(says)),
);

const share = (of: readonly Said[], fits: (said: Said) => boolean) => of.filter(fits).length / Math.max(1, of.length);

await bench(120_000, () => {
  const began = performance.now();
  const model = intentModel(CATEGORIES);
  figure('intent.prepare', performance.now() - began, 'ms');
  const flags = redFlagMatcher(phrasesOf(RED_FLAG_LISTS));
  const isRight = ({ says, category }: Said) => intentOf(model, says).category?.id === category;
  const isSuggested = ({ says }: Said) => intentOf(model, says).category !== undefined;
  const isAlarm = ({ says }: Said) => intentOf(model, says).urgent !== undefined || flags.find(says).length > 0;
  for (const language of ['en', 'es']) {
    const those = held.filter((said) => said.language === language);
    const urgent = those.filter(({ urgent: isUrgent }) => isUrgent);
    const others = those.filter(({ urgent: isUrgent }) => !isUrgent);
    figure(`intent.${language}.suggested`, share(those, isSuggested), `of ${those.length} sentences`);
    figure(`intent.${language}.right`, share(those.filter(isSuggested), isRight), 'of what was suggested');
    const recall = share(urgent, isAlarm);
    console.log(
      `figure intent.${language}.urgentRecall ${recall.toFixed(3)} of ${urgent.length} target 0.98 ${recall >= 0.98 ? 'ok' : 'short'}`,
    );
    figure(`intent.${language}.falseAlarms`, share(others, isAlarm), `of ${others.length} that could wait`);
    const clinical = others.filter(({ category }) => category === 'clinical');
    figure(`intent.${language}.falseAlarms.clinical`, share(clinical, isAlarm), `of ${clinical.length} clinical ones`);
  }
  const times = held.map(({ says }) => {
    const at = performance.now();
    intentOf(model, says);
    return performance.now() - at;
  });
  figure('intent.sentence.p99', percentile(times, 0.99), 'ms', 1);
  return Promise.resolve();
});
