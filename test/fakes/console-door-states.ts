// The states of whoever is not at work yet: locked, signed out, asked for a passphrase; and the window in Spanish.
import type { ConsoleState, Rows } from './console-states.ts';
import { background, ringing, session, verifiedCall } from './console-scenes.ts';

type InCall = (...calls: ReturnType<typeof ringing>[]) => Rows;

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
    name: 'spanish',
    rows: () => ({ ...inCall(verifiedCall(), ringing()), preferences: { it: { language: 'es', theme: 'system' } } }),
    until: 'text=Contestar',
  },
];
