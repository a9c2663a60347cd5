// Every command of every page passes here: page, role, lock, schema, time limit, one envelope.
import { commands } from '../../shared/contract/index.ts';
import type { CommandName, Envelope } from '../../shared/contract/index.ts';
import type { Command, Page } from '../../shared/contract/define.ts';
import { fail } from '../../shared/result/result.ts';
import type { Access } from '../ports/access.ts';
import type { Log } from '../ports/runtime.ts';
import type { Caller, Handlers } from '../ports/topics.ts';

/** A command that takes longer answers "unknown" so that no button waits for ever. */
const TIME_LIMIT_MS = 14_000;

type AnyHandler = (input: unknown, caller: Caller) => Promise<Envelope<unknown>> | Envelope<unknown>;

export class CommandRouter {
  readonly #handlers = new Map<string, AnyHandler>();
  readonly #access: Access;
  readonly #log: Log;
  readonly #declared: Readonly<Record<string, Command>>;

  constructor(access: Access, log: Log, declared: Readonly<Record<string, Command>> = commands) {
    this.#access = access;
    this.#log = log;
    this.#declared = declared;
  }

  /** Adds one service's handlers; a command with two owners is an error at start. */
  register(handlers: Handlers): void {
    for (const [name, handler] of Object.entries(handlers)) {
      if (this.#handlers.has(name)) throw new Error(`'${name}' has two handlers`);
      this.#handlers.set(name, handler as AnyHandler);
    }
  }

  /** Commands nobody answers; the composition root refuses to start with any. */
  missing(): CommandName[] {
    return (Object.keys(this.#declared) as CommandName[]).filter((name) => !this.#handlers.has(name));
  }

  async run(page: Page, name: string, input: unknown): Promise<Envelope<unknown>> {
    const handler = this.#handlers.get(name);
    const definition = Object.hasOwn(this.#declared, name) ? this.#declared[name] : undefined;
    if (!handler || !definition) return fail('unknownCommand');
    const refusal = this.#refusal(definition, page);
    if (refusal) return refusal;
    const parsed = definition.input.safeParse(input);
    if (!parsed.success)
      return fail('invalidInput', parsed.error.issues.map((issue) => issue.path.join('.')).join(' '));
    const { userId, role } = this.#access.current();
    return this.#limited(name, async () => handler(parsed.data, { page, userId, role }));
  }

  #refusal(definition: Command, page: Page): Envelope<unknown> | undefined {
    if (!definition.pages.includes(page)) return fail('notAllowed');
    if (definition.access === 'anyone') return undefined;
    const { state, role } = this.#access.current();
    if (state === 'out') return fail('notSignedIn');
    if (state === 'locked' && !definition.whileLocked) return fail('locked');
    if (definition.access !== 'signedIn' && (!role || !definition.access.includes(role))) return fail('notAllowed');
    return undefined;
  }

  async #limited(name: string, run: () => Promise<Envelope<unknown>>): Promise<Envelope<unknown>> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<Envelope<unknown>>((resolve) => {
      timer = setTimeout(() => resolve(fail('timedOut', name)), TIME_LIMIT_MS);
    });
    try {
      return await Promise.race([run(), limit]);
    } catch (error) {
      this.#log.error('command.failed', { name, error: error instanceof Error ? error.name : 'unknown' });
      return fail('internal', name);
    } finally {
      clearTimeout(timer);
    }
  }
}
