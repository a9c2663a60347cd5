// The states of whoever is not at work yet: locked, signed out, asked for a passphrase; and the window in Spanish.
import type { Page } from 'playwright';
import type { TopicRow } from '../../shared/contract/index.ts';
import { askedIn } from '../../shared/domain/ehr-access/scopes.ts';
import type { ConsoleState, Rows } from './console-states.ts';
import { background, health, ringing, session, verifiedCall } from './console-scenes.ts';

type InCall = (...calls: ReturnType<typeof ringing>[]) => Rows;

const ehrAccess = (part: Partial<TopicRow<'ehrAccess'>> = {}): Rows => ({
  ehrAccess: {
    it: { kind: 'user', state: 'signedOut', asked: askedIn('user'), canEnter: true, hasKey: false, ...part },
  },
});
const signedOut = (): Rows => ({
  ...background(),
  session: { it: session({ state: 'signedOut', user: undefined } as Parameters<typeof session>[0]) },
});
const openEhrAccess = async (page: Page) => {
  await page.getByRole('button', { name: 'lock, sign out' }).click();
  await page.getByRole('menuitem', { name: 'EHR sign-in' }).click();
};

export const doorStates = (inCall: InCall): readonly ConsoleState[] => [
  {
    name: 'door-locked',
    rows: () => ({ ...inCall(verifiedCall(), ringing()), session: { it: session({ state: 'locked' }) } }),
    until: 'text=A call is ringing',
  },
  {
    name: 'door-sign-in',
    rows: () => ({
      ...background(),
      session: {
        it: session({ state: 'signedOut', user: undefined, needs: ['phonePassword'] } as Parameters<typeof session>[0]),
      },
    }),
    until: 'text=Who is at the desk?',
  },
  {
    name: 'door-passphrase',
    rows: () => ({ ...background(), session: { it: session({ state: 'needsPassphrase' }) } }),
    until: 'text=Enter the passphrase',
  },
  {
    name: 'door-new-passphrase',
    rows: () => ({ ...background(), session: { it: session({ state: 'needsNewPassphrase' }) } }),
    until: 'text=Choose a passphrase',
  },
  {
    name: 'door-ehr',
    rows: () => ({ ...signedOut(), ...ehrAccess() }),
    until: 'text=Sign in with the EHR',
  },
  {
    name: 'door-ehr-waiting',
    rows: () => ({ ...signedOut(), ...ehrAccess({ state: 'waiting', address: 'https://ehr.example/authorize' }) }),
    until: 'text=Finish in the browser window',
  },
  {
    name: 'door-ehr-refused',
    rows: () => ({ ...signedOut(), ...ehrAccess({ failure: 'ehrNotAsked' }) }),
    until: 'text=Use your Frontdesk password here',
  },
  {
    name: 'ehr-access-asked',
    rows: () => ({ ...inCall(verifiedCall()), ...ehrAccess(), health: { it: health({ ehr: 'signIn' }) } }),
    until: 'text=Medicines and refills',
    act: openEhrAccess,
  },
  {
    name: 'ehr-access-lacking',
    rows: () => ({
      ...inCall(verifiedCall()),
      ...ehrAccess({ state: 'signedIn', since: Date.now() - 3_600_000, asked: askedIn('user', ['user/*.read']) }),
    }),
    until: 'text=The EHR did not give everything',
    act: openEhrAccess,
  },
  {
    name: 'ehr-access-service',
    rows: () => ({
      ...inCall(verifiedCall()),
      ...ehrAccess({ kind: 'service', state: 'signedIn', hasKey: true, asked: askedIn('system') }),
    }),
    until: 'text=with a key of its own',
    act: openEhrAccess,
  },
  {
    name: 'spanish',
    rows: () => ({ ...inCall(verifiedCall(), ringing()), preferences: { it: { language: 'es', theme: 'system' } } }),
    until: 'text=Contestar',
  },
];
