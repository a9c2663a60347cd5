// Changes on their way to the host: of what was typed letter by letter into one place only the last is told.
import type { PracticeChange } from '../../../../shared/domain/practice/types.ts';

export function coalesced(changes: readonly PracticeChange[]): PracticeChange[] {
  const kept: PracticeChange[] = [];
  for (const change of changes) {
    const last = kept.at(-1);
    const isSamePlace = last?.do === 'set' && change.do === 'set' && last.path.join('\n') === change.path.join('\n');
    if (isSamePlace) kept[kept.length - 1] = change;
    else kept.push(change);
  }
  return kept;
}
