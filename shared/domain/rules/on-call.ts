// Who is on call now, as the rules ask it: in the order in which they are called.
import { onCallAt } from '../rota/rota.ts';
import type { DirectoryEntry } from '../site/site.ts';
import type { CompiledRules, RuleSite } from './compile.ts';

export const onCallNow = (site: RuleSite, { byId }: CompiledRules, now: string): DirectoryEntry[] =>
  onCallAt(site, Date.parse(now)).flatMap(({ entry }) => byId.get(entry) ?? []);
