// Which screen: passphrase, sign-in, lock or the desk; and the look and language that were chosen.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { i18n as I18n } from 'i18next';
import { useEffect } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { Session } from '../../shared/contract/session.ts';
import { assertNever } from '../../shared/result/result.ts';
import { Lock } from './features/lock/lock.tsx';
import { Passphrase, SignIn } from './features/sign-in/sign-in.tsx';
import { languageFor } from './i18n/index.ts';
import type { Desk } from './store/desk.ts';
import { DeskContext, useDesk, useOnly } from './store/desk.ts';
import { theme } from './theme.ts';
import { Door } from './ui/door.tsx';
import { LiveRegions } from './ui/live-regions.tsx';
import { Bar } from './views/bar.tsx';
import { Console } from './views/console.tsx';
import { Failures } from './views/failures.tsx';
import { useIdleLock } from './views/use-idle-lock.ts';
import { useKeys } from './views/use-keys.ts';
import { StatusLine } from './features/status-line/status-line.tsx';

/** The compact bar is the same page in a smaller window. */
const view = new URLSearchParams(location.search).get('view');

export const App = ({ desk, i18n }: { desk: Desk; i18n: I18n }) => (
  <DeskContext value={desk}>
    <I18nextProvider i18n={i18n}>
      <Themed />
    </I18nextProvider>
  </DeskContext>
);

function Themed() {
  const preferences = useOnly('preferences');
  const { i18n } = useTranslation();
  const language = languageFor(preferences?.language ?? 'system', navigator.languages);
  useEffect(() => {
    document.documentElement.lang = language;
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [i18n, language]);
  const scheme = preferences?.theme ?? 'system';
  return (
    // Variables and classes come from our own files: a <style> element would break style-src 'self'.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      {...(scheme === 'system' ? {} : { forceColorScheme: scheme })}
    >
      <LiveRegions />
      <Failures />
      <Notifications position="bottom-right" limit={3} />
      <Screen />
    </MantineProvider>
  );
}

function Screen() {
  const session = useOnly('session');
  useKeys(useDesk());
  if (!session) return <Starting />;
  return session.state === 'signedIn' ? <SignedIn /> : <Closed session={session} state={session.state} />;
}

function SignedIn() {
  useIdleLock(useDesk());
  return view === 'bar' ? <Bar /> : <Console />;
}

function Closed({ session, state }: { session: Session; state: Exclude<Session['state'], 'signedIn'> }) {
  return (
    <div className="closed">
      <Sheet session={session} state={state} />
      <StatusLine />
    </div>
  );
}

function Sheet({ session, state }: { session: Session; state: Exclude<Session['state'], 'signedIn'> }) {
  switch (state) {
    case 'needsPassphrase':
      return <Passphrase isNew={false} />;
    case 'needsNewPassphrase':
      return <Passphrase isNew />;
    case 'signedOut':
      return <SignIn session={session} />;
    case 'locked':
      return <Lock session={session} />;
    default:
      return assertNever(state);
  }
}

function Starting() {
  const { t } = useTranslation();
  return (
    <Door title={t('start.title')}>
      <p role="status">{t('start.text')}</p>
    </Door>
  );
}
