// Questions about figures, answered from the columns. The same in the worker and where there is none.
import { peopleOf } from '../../../shared/domain/figures/people.ts';
import { behind, reportOf, volumes } from '../../../shared/domain/figures/report.ts';
import type { Selection, Yardsticks } from '../../../shared/domain/figures/report.ts';
import { dayOf } from '../../../shared/domain/figures/local-time.ts';
import type { FigureQuestion, FigureReader, FigureSettings } from '../../ports/figures.ts';
import type { ColumnReader } from './figure-columns.ts';

type Asked<K extends 'report' | 'behind' | 'volumes'> = Parameters<FigureReader[K]>;

/** One message to the worker. */
export type FigureAsk =
  | { readonly id: number; readonly what: 'report'; readonly with: Asked<'report'> }
  | { readonly id: number; readonly what: 'behind'; readonly with: Asked<'behind'> }
  | { readonly id: number; readonly what: 'volumes'; readonly with: Asked<'volumes'> };

export function answer(reader: ColumnReader, ask: FigureAsk): unknown {
  const [question, settings] = ask.with;
  const columns = reader.columns(settings.zone);
  const selection = selectionOf(question);
  switch (ask.what) {
    case 'report':
      return {
        ...reportOf(columns, selection, yardsticksOf(settings, ask.with[2])),
        people: peopleOf(columns, reader.memberSpans(), { selection, zone: settings.zone, now: ask.with[2] }),
      };
    case 'behind': {
      const { rows, total } = behind(columns, selection, yardsticksOf(settings, ask.with[2]), ask.with[0]);
      return { calls: reader.shown(rows), total };
    }
    case 'volumes':
      return volumes(columns, selection);
  }
}

const selectionOf = ({ from, to, queue, agent, category, weekday, hour }: FigureQuestion): Selection => ({
  ...{ from: dayOf(from), to: dayOf(to), queue, agent, category, weekday, hour },
});

/** A queue that the site file does not name is measured by the usual half minute. */
const USUAL_TARGET_S = 30;

function yardsticksOf({ shortSeconds, targetSeconds, resolutionDays }: FigureSettings, now: number): Yardsticks {
  return { shortSeconds, resolutionDays, now, targetSeconds: (queue) => targetSeconds[queue] ?? USUAL_TARGET_S };
}
