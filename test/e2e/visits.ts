// What the tests of visits share: a call in hand whose patient has been checked, and the EHR's own view.
import { until } from '../support/until.ts';
import type { DeskWindow } from './window.ts';

export const fhirOf =
  ({ host }: DeskWindow) =>
  async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const headers = { 'content-type': 'application/fhir+json' };
    return (await (await fetch(`${host.info.clinic!.fhir}/${path}`, { headers, ...init })).json()) as T;
  };

/** The one whose initials match is chosen and has said name and birth date. */
export async function check(
  opened: DeskWindow,
  callId: string,
  who: { initials: RegExp; name: string },
): Promise<string> {
  const { page, desk } = opened;
  await page.getByRole('button', { name: who.initials }).press('Enter');
  const { patientId } = await until('chosen', () => desk.row('patients', callId)?.chosen);
  const { birthDate } = await fhirOf(opened)<{ birthDate: string }>(`Patient/${patientId}`);
  await page.getByRole('textbox', { name: 'Full name' }).fill(who.name);
  await page.getByRole('textbox', { name: 'Birth date' }).fill(birthDate);
  await page.getByRole('button', { name: 'Compare' }).press('Enter');
  await until('the card', () => desk.row('patients', callId)?.contextState === 'fresh');
  return patientId;
}

/** Samuel Okafor calls, is answered and checked. */
export async function verifiedCall(opened: DeskWindow): Promise<{ callId: string; patientId: string }> {
  const { clinic, page, live } = opened;
  await clinic.call({ number: '+12065550142', name: 'OKAFOR', queue: 'front-desk' });
  await page.getByRole('region', { name: 'Ringing call' }).waitFor();
  await page.keyboard.press('F2');
  await until('talking', () => live()[0]?.state === 'talking');
  const callId = live()[0]!.id;
  return { callId, patientId: await check(opened, callId, { initials: /SO/, name: 'Samuel Okafor' }) };
}
