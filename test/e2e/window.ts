// The window on the embedded clinic with real sound: host, clinic, phone page and console page, and what ends them.
import type { Browser, BrowserContext, Page } from 'playwright';
import type { TopicName } from '../../shared/contract/index.ts';
import { ClinicControl } from '../support/clinic.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';

export interface DeskWindow {
  readonly host: Host;
  readonly desk: ContractClient;
  readonly clinic: ClinicControl;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly phone: Page;
  readonly page: Page;
  /** What went wrong in the pages since they were opened. */
  readonly problems: readonly string[];
  /** The calls that are not over and not parked. */
  live(): ReturnType<typeof liveOf>;
  /** Ends every call at both ends and puts it away, for the next test. */
  endCalls(): Promise<void>;
  close(): Promise<void>;
}

const liveOf = (desk: ContractClient) =>
  desk.rows('calls').filter((row) => row.state !== 'ended' && row.state !== 'parked');

/** Opens both pages and waits until the phone is registered and the window takes keys; `topics` are what the test looks at besides. */
export async function openDeskWindow(
  topics: readonly TopicName[],
  viewport?: { width: number; height: number },
): Promise<DeskWindow> {
  const host = await Host.start(['--quiet']);
  const clinic = new ClinicControl(host.info.clinic);
  const desk = await ContractClient.open(host.info.window, host.info.origin, ['calls', 'health', ...topics]);
  const { browser, context } = await launch({ microphone: toneFile(1000), ...(viewport ? { viewport } : {}) });
  const problems: string[] = [];
  const phone = await context.newPage();
  const page = await context.newPage();
  for (const each of [phone, page]) each.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.setDefaultTimeout(10_000);
  await phone.goto(host.info.phone);
  await page.goto(host.info.console);
  await until('registered', () => desk.row('health')?.phone === 'registered');
  await page.getByRole('button', { name: 'Find a person, number or action' }).waitFor();
  const live = () => liveOf(desk);
  return {
    ...{ host, desk, clinic, browser, context, phone, page, problems, live },
    endCalls: async () => {
      for (const call of await clinic.calls()) await clinic.hangUp(call.id);
      for (const call of live()) await desk.command('call.hangUp', { callId: call.id });
      await until('all calls over', () => live().length === 0);
      for (const call of desk.rows('calls')) await desk.command('call.dismiss', { callId: call.id });
    },
    close: async () => {
      await browser.close();
      desk.close();
      await host.stop();
    },
  };
}
