// The window without a mouse: Tab by Tab to what is meant, as a person goes who looks at where the keyboard is.
import type { Locator } from 'playwright';

const FARTHEST = 120;

const hasKeyboard = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Presses Tab until `target` has the keyboard. Radio buttons are drawn by their labels: it need not be visible. */
export async function tabTo(target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let presses = 0; presses < FARTHEST; presses++) {
    if (await hasKeyboard(target)) return;
    await target.page().keyboard.press('Tab');
  }
  throw new Error(`${String(target)} is not reached within ${FARTHEST} Tabs`);
}

export async function pressOn(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press('Enter');
}

export async function typeInto(target: Locator, text: string): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.type(text);
}
