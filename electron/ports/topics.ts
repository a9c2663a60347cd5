import type { CommandName, CommandOutput, CommandParsed, TopicName, TopicRow } from '../../shared/contract/index.ts';
import type { Page } from '../../shared/contract/define.ts';
import type { Role } from '../../shared/domain/site/site.ts';
import type { Result } from '../../shared/result/result.ts';

/** Where services put what views may see. Rows are whole: setting one replaces it. */
export interface Topics {
  set<N extends TopicName>(topic: N, key: string, row: TopicRow<N>): void;
  remove(topic: TopicName, key: string): void;
  get<N extends TopicName>(topic: N, key: string): TopicRow<N> | undefined;
  keys(topic: TopicName): string[];
}

/** Who runs a command, as the router established it. */
export interface Caller {
  readonly page: Page;
  readonly userId: string;
  readonly role: Role | undefined;
}

export type Handler<N extends CommandName> = (
  input: CommandParsed<N>,
  caller: Caller,
) => Promise<Result<CommandOutput<N>>> | Result<CommandOutput<N>>;
/** The commands one service answers. */
export type Handlers = { [N in CommandName]?: Handler<N> };
