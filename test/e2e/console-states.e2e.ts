// Every state of the window, light and dark, small and large: drawn under the real policy without a breach, without
// sideways scrolling, clean by axe (WCAG 2.2 AA), and kept as a picture in test-results/screens.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../electron/app-window.ts';
import { ARCHIVE } from '../fakes/console-archive-states.ts';
import { DUTY } from '../fakes/console-duty-states.ts';
import { CHART_STATES } from '../fakes/console-chart-states.ts';
import { ConsoleHost } from '../fakes/console-host.ts';
import type { ConsoleState } from '../fakes/console-states.ts';
import { PRACTICE } from '../fakes/console-practice-states.ts';
import { QUEUE_STATES as QUEUES } from '../fakes/console-queue-states.ts';
import { BAR, OPERATOR } from '../fakes/console-operator-states.ts';
import { REPORTS } from '../fakes/console-reports-states.ts';
import { RULE_STATES } from '../fakes/console-rule-states.ts';
import { SCHEDULING } from '../fakes/console-scheduling-states.ts';
import { STATES } from '../fakes/console-states.ts';
import { SUPERVISION } from '../fakes/console-supervision-states.ts';
import { WAITING } from '../fakes/console-waiting-states.ts';

const SCREENS = path.resolve(import.meta.dirname, '../../test-results/screens');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const SCHEMES = ['light', 'dark'] as const;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let browser: Browser;
let host: ConsoleHost;

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  host = await ConsoleHost.start();
  browser = await chromium.launch({ executablePath: findBrowser() ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  await host.stop();
});

async function open(viewport: { width: number; height: number } = SIZES[0]): Promise<Page> {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  page.setDefaultTimeout(8000);
  await page.addInitScript(() => {
    const breaches: string[] = [];
    Object.assign(window, { breaches });
    document.addEventListener('securitypolicyviolation', (event) =>
      breaches.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  return page;
}

async function draw(page: Page, state: ConsoleState): Promise<void> {
  host.allowConnections();
  host.scene(state.rows());
  await page.goto(host.url);
  await state.act?.(page, host);
  await page.locator(state.until).first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

interface Finding {
  readonly id: string;
  readonly nodes: { readonly html: string; readonly failureSummary?: string }[];
}
async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (rules) => {
    const axe = (
      window as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: Finding[] }> } }
    ).axe;
    return (await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })).violations;
  }, RULES);
  return found.flatMap((finding) =>
    finding.nodes.map((node) => `${finding.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

/** Draws once, then looks at it in both schemes and sizes: what the state is does not depend on either. */
async function inspect(page: Page, state: ConsoleState): Promise<string[]> {
  const findings: string[] = [];
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: path.join(SCREENS, `${state.name}-${scheme}-${size.width}.png`) });
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (sideways > 0) findings.push(`scrolls sideways by ${sideways} px at ${size.width}, ${scheme}`);
    }
    findings.push(...(await axeFindings(page)).map((finding) => `${scheme}: ${finding}`));
  }
  return findings;
}

describe('the window', () => {
  let page: Page;
  beforeAll(async () => {
    page = await open();
  });
  afterAll(() => page.close());

  const all = [
    STATES,
    OPERATOR,
    ARCHIVE,
    RULE_STATES,
    DUTY,
    PRACTICE,
    QUEUES,
    SUPERVISION,
    REPORTS,
    CHART_STATES,
    SCHEDULING,
    WAITING,
  ].flat();
  it.each(all)('$name', async (state) => {
    await page.setViewportSize(SIZES[0]);
    await draw(page, state);
    expect(await inspect(page, state)).toEqual([]);
    const { breaches, title } = await page.evaluate(() => ({
      breaches: (window as unknown as { breaches: string[] }).breaches,
      title: document.title,
    }));
    expect(breaches).toEqual([]);
    expect(title).toBe('Frontdesk');
  });
});

it.each(BAR)('the compact bar: $name', async (state) => {
  const page = await open({ width: 980, height: 56 });
  await draw(page, state);
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    await page.screenshot({ path: path.join(SCREENS, `${state.name}-${scheme}.png`) });
    expect(await axeFindings(page)).toEqual([]);
    const over = await page.evaluate(() => [document.body.scrollWidth, document.body.scrollHeight]);
    expect(over).toEqual([980, 56]);
  }
  await page.close();
});

it('stays usable at 200 % zoom: one column, nothing cut off sideways', async () => {
  const page = await open({ width: 640, height: 400 });
  for (const name of ['call-verified', 'ringing-over-note', 'call-emergency', 'idle']) {
    await draw(
      page,
      STATES.find((state) => state.name === name)!,
    );
    await page.screenshot({ path: path.join(SCREENS, `${name}-zoomed.png`), fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
  }
  await page.close();
});
