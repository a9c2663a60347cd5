// The same call, seen as it happened and found in the PBX's log. Pure.
import type { QueueCall } from './types.ts';

export type FactSource = 'live' | 'log';

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<T>;

const hasRung = ({ unanswered }: QueueCall): boolean => Object.keys(unanswered).length > 0;

/**
 * `known` with what `told` adds. What was seen live has the finer times and the holds; how it ended the log says outright,
 * where live it is gathered from several messages. "Unknown" never takes the place of anything.
 */
export function mergeCalls(known: QueueCall, told: QueueCall, source: FactSource): QueueCall {
  const [live, log] = source === 'live' ? [told, known] : [known, told];
  const end = [told.end, known.end].find((one) => one !== undefined && one !== 'unknown') ?? told.end ?? known.end;
  return {
    ...log,
    ...defined(live),
    // The id that was heard first is kept: later facts of either side find the call by it.
    ...{ entry: known.entry, joinedAt: live.joinedAt },
    number: live.number === '' ? log.number : live.number,
    unanswered: hasRung(live) ? live.unanswered : log.unanswered,
    ...(end === undefined ? {} : { end }),
  };
}
