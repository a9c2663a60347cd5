// Who is on call now, as the rules ask it.
import { onCallAt } from '../rota/rota.ts';
import type { DirectoryEntry } from '../site/site.ts';
import type { CompiledRules, RuleSite } from './compile.ts';

export function onCallNow(site: RuleSite, { byId }: CompiledRules, now: string): DirectoryEntry[] {
  return onCallAt(site, Date.parse(now)).flatMap(({ entry }) => byId.get(entry) ?? []);
}
