// The one composition root, used by the desktop and by the browser host alike: a desk, its commands, its start and its end.
import { ONLY_KEY } from '../shared/contract/index.ts';
import type { Preferences } from '../shared/contract/session.ts';
import { holdsLine } from '../shared/domain/call/call.ts';
import { ok } from '../shared/result/result.ts';
import { Desk } from './desk.ts';
import type { TopicHub } from './ipc/hub.ts';
import { CommandRouter } from './ipc/router.ts';
import type { SaveFile } from './ports/export.ts';
import type { OpenOutside } from './ports/outside.ts';
import type { Clock, Log } from './ports/runtime.ts';
import type { PreferencesStore, SiteSource, SiteStore } from './ports/site.ts';
import type { Vault } from './ports/vault.ts';

export interface Machine {
  readonly source: SiteSource;
  /** Where the site file can be edited; absent: nowhere. */
  readonly store?: SiteStore;
  readonly vault: Vault;
  readonly log: Log;
  readonly preferences: PreferencesStore<Preferences>;
  /** Folder for the journal. */
  readonly folder: string;
  readonly clock?: Clock;
  /** Asks the person where a file goes; absent: the window hands it over. */
  readonly saveFile?: SaveFile;
  /** Opens an address in the system's browser, or tells a page the way there. */
  readonly openOutside: OpenOutside;
  /** The made-up clinic: signs `user` in by itself and brings its own passwords. */
  readonly demo?: { readonly user: string; readonly phonePassword: string; readonly pbxPassword: string };
}

export interface Console {
  readonly hub: TopicHub;
  readonly router: CommandRouter;
  /** How many phone pages are connected: without one nothing can ring, and the window says so. */
  phonePages(count: number): void;
  liveCalls(): number;
  /** Problems of the site file when there is no good one to start with. */
  start(): Promise<readonly { line: number; column: number; message: string }[]>;
  stop(): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export function compose(machine: Machine): Console {
  const desk = new Desk(machine, machine.clock ?? systemClock);
  return {
    hub: desk.hub,
    router: routerFor(desk, machine),
    phonePages: (count) => desk.phonePages(count),
    liveCalls: () => desk.calls.all().filter(holdsLine).length,
    start: async () => {
      const preferences = machine.preferences.load();
      desk.hub.set('preferences', ONLY_KEY, preferences);
      desk.sound.useChoice(preferences.sound);
      const problems = await desk.site.start();
      desk.journal.open();
      desk.session.publish();
      desk.supervision.watch.start();
      if (machine.demo) desk.session.signInDemo(machine.demo.user);
      return problems;
    },
    stop: () => {
      desk.site.stop();
      desk.outbox.stop();
      desk.auditMirror.stop();
      desk.archive.stop();
      desk.practice.stop();
      desk.work.stop();
      desk.supervision.watch.stop();
      desk.access.stop();
      desk.connections.stop();
      desk.memory.stop();
      desk.figures.stop();
      desk.journal.close();
    },
  };
}

function routerFor(desk: Desk, { log }: Machine): CommandRouter {
  const router = new CommandRouter(desk.session, log);
  for (const service of [
    desk.session,
    desk.access,
    desk.calls,
    desk.patients,
    desk.memory,
    desk.notes,
    desk.work.list,
    desk.work.callBacks,
    desk.scheduling,
    desk.dialling,
    desk.directory,
    desk.voicemail,
    desk.outbox,
    desk.connections,
    desk.sound,
    desk.practice,
    desk.rules.accuracy,
    ...desk.duty.services,
    ...desk.queueFlow.services,
    ...desk.supervision.services,
    ...desk.archive.services,
    desk.figures.reports,
  ])
    router.register(service.handlers);
  router.register({
    'hotkeys.taken': ({ keys }) => {
      desk.hub.set('hotkeys', ONLY_KEY, { taken: keys });
      return ok({});
    },
    'preferences.save': (value) => {
      desk.savePreferences(value);
      desk.sound.useChoice(value.sound);
      return ok({});
    },
  });
  desk.runCommand = (name, input) => router.run('console', name, input);
  if (router.missing().length > 0) throw new Error(`nobody answers ${router.missing().join(', ')}`);
  return router;
}
