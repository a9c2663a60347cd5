// The embedded clinic beside the console: starts its process, and writes a site file that points at it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';

/** The one line the clinic prints when everything listens. */
export const ClinicReady = z.object({
  ready: z.literal(true),
  sip: z.string(),
  sipDomain: z.string(),
  extensions: z.array(z.object({ extension: z.string(), secret: z.string() })),
  ami: z.object({ host: z.string(), port: z.number(), username: z.string(), secret: z.string() }),
  fhir: z.string(),
  fhirClientId: z.string().optional(),
  chart: z.string().optional(),
  control: z.string(),
});
export type ClinicReady = z.infer<typeof ClinicReady>;

const START_LIMIT_MS = 30_000;
/** The receptionist of the example practice. */
const DEMO_USER = 'chloe';
const DEMO_EXTENSION = '101';

export interface Demo {
  readonly siteFile: string;
  readonly clinic: ClinicReady;
  readonly signIn: { readonly user: string; readonly phonePassword: string; readonly pbxPassword: string };
}

/** Waits for the clinic's line on its output and makes the site file in `folder` from the example. */
export async function joinClinic(output: Readable, example: string, folder: string): Promise<Demo> {
  const clinic = await readyLine(output);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const siteFile = path.join(folder, 'clinic.yaml');
  writeFileSync(siteFile, pointAt(readFileSync(example, 'utf8'), clinic));
  const phonePassword = clinic.extensions.find((entry) => entry.extension === DEMO_EXTENSION)?.secret ?? '';
  return { siteFile, clinic, signIn: { user: DEMO_USER, phonePassword, pbxPassword: clinic.ami.secret } };
}

function readyLine(output: Readable): Promise<ClinicReady> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('The demo clinic did not start within 30 seconds.')),
      START_LIMIT_MS,
    );
    const lines = readline.createInterface({ input: output });
    lines.on('line', (line) => {
      const ready = line.startsWith('{') ? ClinicReady.safeParse(JSON.parse(line)).data : undefined;
      if (!ready) return;
      clearTimeout(timer);
      resolve(ready);
    });
    lines.once('close', () => {
      clearTimeout(timer);
      reject(new Error('The demo clinic ended before it was ready.'));
    });
  });
}

const signInOf = ({ fhirClientId }: ClinicReady): string =>
  fhirClientId === undefined ? '' : `\n  signIn: { kind: user, clientId: ${fhirClientId} }`;

/** Only addresses change: hours, rules and notes stay those of the example, so that an edit of the file can be tried live. */
function pointAt(example: string, clinic: ClinicReady): string {
  return example
    .replace(/^# yaml-language-server:.*\n/, '')
    .replace(/servers: \[.*\]/, `servers: ['${clinic.sip}']`)
    .replace(/domain: .*/, `domain: ${clinic.sipDomain}`)
    .replace(
      /(pbx:\n {2}kind: asterisk\n {2}host: ).*\n {2}port: .*\n {2}tls: .*\n {2}username: .*/,
      `$1${clinic.ami.host}\n  port: ${clinic.ami.port}\n  tls: false\n  username: ${clinic.ami.username}`,
    )
    .replace(/fhir: https.*/, `fhir: ${clinic.fhir}${signInOf(clinic)}`)
    .replace(/ {2}chartUrl: .*\n/, clinic.chart === undefined ? '' : `  chartUrl: '${clinic.chart}'\n`);
}
