// A site file for a test: the example practice, pointed at the test's own PBX and EHR.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { WEEKDAYS } from '../../shared/domain/schedule/weekdays.ts';
import { ROOT } from './host.ts';

export interface SitePoints {
  readonly servers: readonly string[];
  readonly domain: string;
  readonly pbx?: {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
    readonly ca?: string;
    readonly username: string;
    readonly takenContext?: string;
  };
  readonly fhir?: string;
}

/** Writes `folder`/clinic.yaml and returns its path; `change` edits the YAML document further. */
export function writeSite(
  folder: string,
  points: SitePoints,
  change: (document: ReturnType<typeof parseDocument>) => void = () => undefined,
): string {
  const document = parseDocument(readFileSync(path.join(ROOT, 'build/examples/clinic.yaml'), 'utf8'));
  document.setIn(['phone', 'servers'], points.servers);
  document.setIn(['phone', 'domain'], points.domain);
  if (points.pbx) document.set('pbx', { kind: 'asterisk', ...points.pbx });
  else document.delete('pbx');
  if (points.fhir) document.set('ehr', { fhir: points.fhir });
  else document.delete('ehr');
  openRoundTheClock(document);
  change(document);
  const file = path.join(folder, 'clinic.yaml');
  writeFileSync(file, document.toString());
  return file;
}

/** So that a test means the same on a Sunday night. */
function openRoundTheClock(document: ReturnType<typeof parseDocument>): void {
  const always = WEEKDAYS.map((day) => [day, [{ from: '00:00', to: '24:00' }]]);
  document.setIn(['hours', 'weekly'], Object.fromEntries(always));
  document.setIn(['hours', 'holidays'], []);
}

/** Edits the site file of a demo that runs already: it is taken live. */
export function changeDemoSite(folder: string, change: (document: ReturnType<typeof parseDocument>) => void): void {
  const file = path.join(folder, 'clinic.yaml');
  const document = parseDocument(readFileSync(file, 'utf8'));
  change(document);
  writeFileSync(file, document.toString());
}

export const openDemoRoundTheClock = (folder: string): void => changeDemoSite(folder, openRoundTheClock);
