// The figures of a morning by a few lines of arithmetic of the tests' own, after the definitions that stand in the window.
import type { LoggedCall } from './own-log.ts';

export interface OwnFigures {
  readonly entered: number;
  readonly answered: number;
  readonly gaveUp: number;
  readonly shortGaveUp: number;
  readonly timedOut: number;
  readonly leftByKey: number;
  readonly moved: number;
  readonly transferred: number;
  readonly withinTarget: number;
  readonly waitSum: number;
  readonly longestWait: number;
  readonly talkSum: number;
  readonly counted: number;
}

export function ownFigures(
  calls: readonly LoggedCall[],
  { short, target }: { short: number; target: (queue: string) => number },
): OwnFigures {
  const of = (end: string) => calls.filter((call) => call.end === end);
  const answered = of('answered');
  const shortGaveUp = of('gaveUp').filter(({ waited }) => waited <= short);
  const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);
  const gaveUp = of('gaveUp').length - shortGaveUp.length;
  const [timedOut, leftByKey] = [of('timedOut').length, of('leftByKey').length];
  return {
    ...{ entered: calls.length, answered: answered.length, gaveUp, shortGaveUp: shortGaveUp.length },
    ...{ timedOut, leftByKey, moved: of('moved').length },
    transferred: calls.filter(({ by }) => by === 'transfer').length,
    withinTarget: answered.filter(({ waited, queue }) => waited <= target(queue)).length,
    waitSum: sum(answered.map(({ waited }) => waited)),
    longestWait: Math.max(0, ...calls.map(({ waited }) => waited)),
    talkSum: sum(answered.map(({ talk }) => Math.max(0, talk))),
    counted: answered.length + gaveUp + timedOut + leftByKey,
  };
}
