// Who is on call now, as the rules ask it.
import type { DirectoryEntry } from '../site/site.ts';
import type { CompiledRules, RuleSite } from './compile.ts';

export function onCallNow(site: RuleSite, { byId }: CompiledRules, now: string): DirectoryEntry[] {
  const at = Date.parse(now);
  const turns = site.onCall.filter((turn) => Date.parse(turn.from) <= at && at < Date.parse(turn.to));
  return turns.flatMap((turn) => byId.get(turn.entry) ?? []);
}
