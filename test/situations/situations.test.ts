// What ought to happen at three practices, as somebody at the desk would tell it: every case over its site's own rules.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseSite } from '../../electron/adapters/site-file/parse.ts';
import { findRuleProblems } from '../../shared/domain/rules/problems.ts';
import { runSituation, Situations } from '../../shared/domain/rules/situation.ts';

const read = (name: string) => readFileSync(path.join(import.meta.dirname, '../../build/examples', name), 'utf8');

function siteOf(name: string) {
  const reading = parseSite(read(name));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.site;
}

const PRACTICES = ['clinic', 'dental', 'pediatric'].map((name) => ({
  name,
  situations: Situations.parse(parse(read(`situations/${name}.yaml`))),
}));

describe.each(PRACTICES)('$name', ({ name, situations }) => {
  const site = siteOf(`${name}.yaml`);

  it.each(situations.map((situation) => [situation.name, situation] as const))('%s', (_name, situation) => {
    expect(runSituation(site, situation).differences).toEqual([]);
  });

  it('has no rule that cannot apply and no hour without somebody', () => {
    expect(findRuleProblems(site, '2026-11-23T12:00:00Z')).toEqual([]);
  });
});

it('are more than 150, each with a name of its own', () => {
  const names = PRACTICES.flatMap(({ name, situations }) => situations.map((situation) => `${name} ${situation.name}`));
  expect(names.length).toBeGreaterThanOrEqual(150);
  expect(new Set(names).size).toBe(names.length);
});
