// The chart of one made-up patient as this EHR's own page, so that "Open chart" leads somewhere. Plain HTML without scripts,
// and everything that stands in a resource is text: the policy lets the page load nothing at all but its one style.
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { DateTime } from 'luxon';
import type { Appointment, HumanName, Patient } from '@medplum/fhirtypes';
import { escaped } from './escaped.ts';
import { CLINIC_ZONE } from './practice/calendar.ts';

const STYLE = `
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:58rem;margin:0 auto;padding:0 1.25rem 3rem}
.mark{margin:0 -1.25rem 2rem;padding:.6rem 1.25rem;background:#fbe7a1;color:#3d2f00;font-weight:600}
h1{margin:0;line-height:1.25}h2{margin:2.25rem 0 .5rem;font-size:1.1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem;margin:1rem 0}dt{opacity:.75}dd{margin:0}
table{width:100%;border-collapse:collapse}th,td{padding:.45rem .75rem .45rem 0;text-align:left;vertical-align:top}
td:first-child{white-space:nowrap}th{font-size:.875rem;opacity:.75}tbody tr{border-top:1px solid color-mix(in srgb,currentColor 22%,transparent)}
`;
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ');

const MOST_VISITS = 40;

const nameOf = ([name]: readonly HumanName[] = []): string =>
  name?.text ?? [...(name?.given ?? []), name?.family ?? ''].filter(Boolean).join(' ');

const dayWords = (iso: string | undefined): string => {
  const day = DateTime.fromISO(iso ?? '', { zone: CLINIC_ZONE, locale: 'en-US' });
  return day.isValid ? day.toLocaleString(DateTime.DATE_FULL) : '';
};
const timeWords = ({ start, status }: Appointment): string => {
  const at = DateTime.fromISO(start ?? '', { zone: CLINIC_ZONE, locale: 'en-US' });
  return at.isValid
    ? at.toLocaleString(DateTime.DATETIME_MED_WITH_WEEKDAY)
    : status === 'waitlist'
      ? 'no time yet'
      : '';
};

const kindOf = ({ serviceType = [], appointmentType, description }: Appointment): string =>
  serviceType[0]?.text ?? serviceType[0]?.coding?.[0]?.display ?? appointmentType?.text ?? description ?? '';
const withWhom = ({ participant }: Appointment): string =>
  participant
    .filter(({ actor }) => !(actor?.reference ?? '').startsWith('Patient/'))
    .map(({ actor }) => actor?.display ?? '')
    .filter(Boolean)
    .join(', ');

/** The newest first, and above them whoever has no time yet. */
const inOrder = (visits: readonly Appointment[]): Appointment[] =>
  [...visits].sort((a, b) => (b.start ?? '9999').localeCompare(a.start ?? '9999')).slice(0, MOST_VISITS);

const row = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
const fact = (name: string, value: string | undefined): string =>
  value ? `<dt>${name}</dt><dd>${escaped(value)}</dd>` : '';

// The title stays in the browser's history: it names nobody.
const page = (body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Riverside EHR (made up)</title>
<style>${STYLE}</style>
<p class="mark">Made up: nobody here exists. This is the chart page of the practice's invented EHR.</p>
${body}</html>`;

export function chartPage(patient: Patient, visits: readonly Appointment[]): string {
  const phones = (patient.telecom ?? []).filter(({ system }) => system === 'phone').map(({ value }) => value);
  const facts = [
    fact('Born', dayWords(patient.birthDate)),
    fact('Gender', patient.gender),
    fact('Chart number', patient.identifier?.[0]?.value),
    fact('Phone', phones.filter(Boolean).join(', ')),
  ];
  const rows = inOrder(visits).map((visit) => row([timeWords(visit), kindOf(visit), withWhom(visit), visit.status]));
  return page(`<main><h1>${escaped(nameOf(patient.name))}</h1><dl>${facts.join('')}</dl>
<h2>Visits</h2>${
    rows.length === 0
      ? '<p>No visits.</p>'
      : `<table><thead><tr><th>When</th><th>What</th><th>With</th><th>Status</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
  }</main>`);
}

export const noChartPage = (): string => page('<main><h1>No such chart</h1><p>Nobody has this id here.</p></main>');

export function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(html);
}
