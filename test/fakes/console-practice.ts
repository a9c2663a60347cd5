// The editor behind the window's scenes: the real service over a site file in a folder of its own, and a second desk that
// edits the same file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { siteFromFile } from '../../electron/adapters/site-file/source.ts';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import type { Machine } from '../../electron/compose.ts';
import { deskPractice } from '../../electron/desk-practice.ts';
import { SiteService } from '../../electron/services/site/site-service.ts';
import { commands } from '../../shared/contract/index.ts';
import type { CommandInput, CommandName } from '../../shared/contract/index.ts';
import type { Role } from '../../shared/domain/site/site.ts';
import type { Result } from '../../shared/result/result.ts';
import type { ConsoleHost } from './console-host.ts';
import { FakeClock, FakeLog, FakeTopics, FakeVault } from './parts.ts';

const EXAMPLE = new URL('../../build/examples/clinic.yaml', import.meta.url);
const NOW = Date.parse('2026-11-22T17:00:00Z');

export interface PracticeStage {
  readonly file: string;
  text(): string;
  /** What another desk or an editor does to the file. */
  put(text: string): Promise<void>;
  run<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    as?: { userId: string; role: Role },
  ): Promise<Result<unknown>>;
  end(): void;
}

/** `change` edits the example before the window opens it. */
export async function stagePractice(change: (text: string) => string = (text) => text): Promise<PracticeStage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-practice-'));
  const file = path.join(folder, 'clinic.yaml');
  writeFileSync(file, change(readFileSync(EXAMPLE, 'utf8')));
  const source = siteFromFile(file);
  const journal = openJournal(folder, '2'.repeat(64));
  if (!journal.ok) throw new Error('no journal');
  const log = new FakeLog();
  let told: Promise<void> | undefined;
  const site = new SiteService({
    ...{ source, topics: new FakeTopics(), log },
    onChange: () => void (told = practice.siteChanged()),
  });
  const practice = deskPractice({ source, store: source, log, vault: new FakeVault() } as unknown as Machine, {
    ...{ clock: new FakeClock(NOW), site },
    journal: { current: () => journal.value, audit: () => undefined },
  });
  const reload = async () => {
    await site.reload();
    await told;
  };
  await reload();
  return {
    file,
    text: () => readFileSync(file, 'utf8'),
    put: async (text) => {
      writeFileSync(file, text);
      await reload();
    },
    run: async (name, input, as = { userId: 'marcus', role: 'administrator' }) => {
      const handler = practice.handlers[name] as unknown as (...given: unknown[]) => Promise<Result<unknown>>;
      return handler(commands[name].input.parse(input), { page: 'console', ...as });
    },
    end: () => {
      practice.stop();
      journal.value.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The window's commands go to the stage. */
export function answerPractice(host: ConsoleHost, stage: PracticeStage, role: Role = 'administrator'): void {
  for (const name of Object.keys(commands) as CommandName[])
    if (name.startsWith('practice.'))
      host.answer(name, (input) => stage.run(name, input, { userId: 'marcus', role }) as never);
}
