// The real window in a real browser, over a scripted host: keys in a long form, and a long list that scrolls.
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { findBrowser } from '../../../electron/app-window.ts';
import type { NoteField } from '../../../shared/domain/site/site.ts';
import { ConsoleHost } from '../../fakes/console-host.ts';
import * as scenes from '../../fakes/console-scenes.ts';
import { manyItems } from '../../fakes/console-work-states.ts';

async function withWindow<T>(
  flags: readonly string[],
  play: (page: Page, host: ConsoleHost) => Promise<T>,
): Promise<T> {
  const host = await ConsoleHost.start();
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({
      executablePath: findBrowser() ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-timer-throttling', '--disable-renderer-backgrounding', ...flags],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(20_000);
    return await play(page, host);
  } finally {
    await browser?.close();
    await host.stop();
  }
}

/** From the key's event to the end of the first frame after it, in milliseconds, one figure a key. */
const KEY_CLOCK = `
  window.keys = [];
  window.addEventListener('keydown', (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.keys.push(performance.now() - began);
      channel.port2.postMessage(0);
    });
  }, true);`;

/** The frame comes when it is ready and not at the display's next beat: what is measured is the window's own work. */
const AT_ONCE = ['--disable-gpu-vsync', '--disable-frame-rate-limit'];

/** @returns keydown → painted, for each of `keys` keys typed in the middle of a form of `count` fields */
export function typeInForm(count: number, keys: number): Promise<number[]> {
  return withWindow(AT_ONCE, async (page, host) => {
    const kinds = ['text', 'yesNo', 'choice', 'date', 'text'] as const;
    const fields = Array.from({ length: count }, (_, index): NoteField => {
      const type: NoteField['type'] = index === 0 ? 'words' : (kinds[index % kinds.length] ?? 'text');
      const options = [1, 2, 3, 4].map((one) => ({ id: `o${one}`, label: { en: `Choice ${one}` } }));
      const base = { id: `field-${index}`, label: { en: `Question ${index}` }, type, required: index % 3 === 0 };
      return type === 'choice' ? { ...base, options } : base;
    });
    const site = scenes.site();
    const categories = [{ id: 'clinical', label: { en: 'Long form' }, fields }];
    const call = scenes.verifiedCall();
    const note = scenes.note();
    host.scene({
      ...scenes.background(),
      site: { it: { ...site, categories } },
      calls: { [call.id]: call },
      patients: { [call.id]: scenes.verifiedPanel() },
      notes: { [call.id]: { ...note, content: { ...note.content, category: 'clinical', fields: {} } } },
    });
    await page.addInitScript(KEY_CLOCK);
    await page.goto(host.url);
    const places = [page.getByLabel('Question 0'), page.getByLabel('Question 20'), page.getByLabel('Question 39')];
    for (const place of places) {
      await place.first().click();
      await type(page, Math.ceil(keys / places.length));
    }
    return timesOf(page);
  });
}

/** @returns the same for a page with nothing but one field: what the browser and this machine take of it */
export function typeInBarePage(keys: number): Promise<number[]> {
  return withWindow(AT_ONCE, async (page) => {
    await page.addInitScript(KEY_CLOCK);
    await page.goto('data:text/html,<textarea autofocus></textarea>');
    await page.locator('textarea').click();
    await type(page, keys);
    return timesOf(page);
  });
}

/** As fast as a good typist, so that saves fall between the keys. */
const type = (page: Page, keys: number) =>
  page.keyboard.type('the quick brown fox says so '.repeat(20).slice(0, keys), { delay: 60 });

/** The first keys after a load compile what they run. */
const timesOf = async (page: Page) => (await page.evaluate<number[]>('window.keys')).slice(20);

const FRAMES = `(scroll) => new Promise((resolve) => {
  const frames = [];
  const box = scroll ? document.querySelector('[data-bench-scroll]') : undefined;
  let last = performance.now();
  let step = 24;
  const tick = (now) => {
    frames.push(now - last);
    last = now;
    if (box) {
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 2) step = -Math.abs(step);
      if (box.scrollTop <= 0) step = Math.abs(step);
      box.scrollTop += step;
    }
    if (frames.length < 420) requestAnimationFrame(tick);
    else resolve(frames.slice(60));
  };
  requestAnimationFrame(tick);
})`;

/** @returns time between frames while the list scrolls, and while nothing happens at all */
export function scrollWorklist(count: number): Promise<{ frames: number[]; idle: number[] }> {
  return withWindow([], async (page, host) => {
    await page.goto('about:blank');
    const idle = await page.evaluate<number[]>(`(${FRAMES})(false)`);
    host.scene({ ...scenes.background(), worklist: manyItems(count) });
    await page.goto(host.url);
    await page.getByRole('region', { name: 'To do' }).waitFor();
    await page.keyboard.press('Control+j');
    const list = page.locator('[role=dialog]');
    await list.getByText('Call back number').first().waitFor();
    await list.evaluate((dialog) => {
      const boxes = [...dialog.querySelectorAll('*')].filter(
        (box) => box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY),
      );
      const longest = boxes.sort((one, other) => other.scrollHeight - one.scrollHeight)[0];
      if (!longest) throw new Error('the things to do do not scroll');
      longest.setAttribute('data-bench-scroll', '');
    });
    return { frames: await page.evaluate<number[]>(`(${FRAMES})(true)`), idle };
  });
}
