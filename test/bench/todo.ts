// Five thousand things to do: how smoothly the list scrolls, and how long the main process takes for one more event.
import { chromium } from 'playwright';
import { findBrowser } from '../../electron/app-window.ts';
import { settledBy } from '../../shared/domain/work/contacts.ts';
import { reduceWork } from '../../shared/domain/work/reduce.ts';
import { dayReport } from '../../shared/domain/work/report.ts';
import { ConsoleHost } from '../fakes/console-host.ts';
import * as scenes from '../fakes/console-scenes.ts';
import { manyItems } from '../fakes/console-work-states.ts';
import { figure, percentile } from './figures.ts';

const COUNT = 5000;
const ROUNDS = 40;

function timed(rounds: number, work: () => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const at = performance.now();
    work();
    return performance.now() - at;
  });
}

function inMain(): void {
  const now = Date.now();
  const works = Array.from({ length: COUNT }, (_, index) =>
    reduceWork(
      {
        ...{ id: `abandoned/${index}`, kind: 'abandoned', text: '', about: '', owner: 'Front desk' },
        ...{ key: `+1206555${String(index).padStart(4, '0')}`, createdAt: now, createdBy: '' },
        due: new Date(now + index * 1000).toISOString(),
      },
      [{ at: now + 1, by: 'ana', name: 'Ana', what: 'attempt', outcome: 'busy' }],
    ),
  );
  const contact = { at: now + 10, direction: 'incoming', key: '+12065552500', by: 'a', name: 'A' } as const;
  figure(
    'todo.settle.p99',
    percentile(
      timed(ROUNDS, () => settledBy(contact, works)),
      0.99,
    ),
    'ms',
    5,
  );
  const day = { day: new Date(now).toISOString().slice(0, 10), zone: 'America/New_York', now };
  figure(
    'todo.report.p99',
    percentile(
      timed(ROUNDS, () => dayReport(works, day)),
      0.99,
    ),
    'ms',
  );
}

/** Milliseconds from frame to frame while the list is scrolled from its first item to its last. */
async function frames(): Promise<number[]> {
  const host = await ConsoleHost.start();
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    host.scene({ ...scenes.background(), worklist: manyItems(COUNT) });
    await page.goto(host.url);
    await page.getByRole('region', { name: 'To do' }).getByText('Call back').first().waitFor();
    await page.keyboard.press('Control+j');
    await page.locator('#todo-row-0').waitFor();
    return await page.evaluate(async () => {
      const box = document.querySelector('[data-todo-scroll]')!;
      const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
      const times: number[] = [];
      let before = await nextFrame();
      // Four rows a frame: as fast as a hand on the wheel goes.
      for (let top = 0; top < Math.min(box.scrollHeight, 150_000); top += 248) {
        box.scrollTop = top;
        const at = await nextFrame();
        times.push(at - before);
        before = at;
      }
      return times;
    });
  } finally {
    await browser.close();
    await host.stop();
  }
}

inMain();
const times = await frames();
figure('todo.scroll.frame.p50', percentile(times, 0.5), 'ms', 17);
figure('todo.scroll.frame.p99', percentile(times, 0.99), 'ms', 34);
