// The contract: every command and every topic, joined. A name declared twice is an error when this module loads.
import type { z } from 'zod';
import { archiveCommands } from './archive.ts';
import { callCommands, callTopics, phoneCommands, phoneTopics } from './call.ts';
import type { Command, Page, Topic } from './define.ts';
import { deviceCommands, deviceTopics } from './devices.ts';
import { ehrAccessCommands, ehrAccessTopics } from './ehr-access.ts';
import { directoryCommands, directoryTopics } from './directory.ts';
import { escalationCommands, escalationTopics } from './escalation.ts';
import { hoursCommands } from './hours.ts';
import { noteCommands, noteTopics } from './note.ts';
import { parkingTopics } from './parking.ts';
import { patientCommands, patientTopics } from './patient.ts';
import { practiceCommands } from './practice.ts';
import { queueCommands, queueTopics } from './queue.ts';
import { reportCommands, reportTopics } from './reports.ts';
import { ruleCommands } from './rules.ts';
import { schedulingCommands, schedulingTopics } from './scheduling.ts';
import { sessionCommands, sessionTopics } from './session.ts';
import { supervisionCommands, supervisionTopics } from './supervision.ts';
import { voicemailCommands, voicemailTopics } from './voicemail.ts';
import { workCommands, workTopics } from './work.ts';
import type { AppError } from '../result/result.ts';

type Joined<Parts> = Parts extends readonly [infer First, ...infer Rest] ? First & Joined<Rest> : unknown;

function join<Parts extends readonly object[]>(...parts: Parts): Joined<Parts> {
  const joined: Record<string, unknown> = {};
  for (const part of parts)
    for (const [name, value] of Object.entries(part)) {
      if (name in joined) throw new Error(`'${name}' is declared twice in the contract`);
      joined[name] = value;
    }
  return joined as Joined<Parts>;
}

export const commands = join(
  callCommands,
  phoneCommands,
  queueCommands,
  patientCommands,
  noteCommands,
  workCommands,
  ruleCommands,
  sessionCommands,
  ehrAccessCommands,
  directoryCommands,
  voicemailCommands,
  deviceCommands,
  archiveCommands,
  practiceCommands,
  hoursCommands,
  escalationCommands,
  supervisionCommands,
  reportCommands,
  schedulingCommands,
);
export const topics = join(
  callTopics,
  phoneTopics,
  queueTopics,
  patientTopics,
  noteTopics,
  workTopics,
  sessionTopics,
  ehrAccessTopics,
  directoryTopics,
  parkingTopics,
  voicemailTopics,
  deviceTopics,
  escalationTopics,
  supervisionTopics,
  reportTopics,
  schedulingTopics,
);

export type Commands = typeof commands;
export type CommandName = keyof Commands;
/** What a caller passes (before defaults are filled in). */
export type CommandInput<N extends CommandName> = z.input<Commands[N]['input']>;
/** What a handler gets: parsed. */
export type CommandParsed<N extends CommandName> = z.output<Commands[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<Commands[N]['output']>;

export type Topics = typeof topics;
export type TopicName = keyof Topics;
export type TopicRow<N extends TopicName> = z.output<Topics[N]['row']>;

/** The envelope every command answers with. */
export type Envelope<T> = { ok: true; value: T } | { ok: false; error: AppError };

/** Rows by key: first everything, then what changed. Topics with one row use the key `it`. */
export type TopicMessage<Row = unknown> =
  | { kind: 'snapshot'; rows: [key: string, row: Row][] }
  | { kind: 'change'; upserts: [key: string, row: Row][]; removals: string[] };

export const ONLY_KEY = 'it';

const namesFor = <T extends Command | Topic>(all: Record<string, T>, page: Page): string[] =>
  Object.entries(all)
    .filter(([, definition]) => definition.pages.includes(page))
    .map(([name]) => name);
export const commandNamesFor = (page: Page): CommandName[] => namesFor(commands, page) as CommandName[];
export const topicNamesFor = (page: Page): TopicName[] => namesFor(topics, page) as TopicName[];

/** What a page sees as `window.frontdesk`, whichever host it runs in. */
export interface Bridge {
  /** Runs a command; never rejects: a lost host is an envelope too. */
  command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Envelope<CommandOutput<N>>>;
  /** Follows a topic until the returned function is called. */
  subscribe<N extends TopicName>(name: N, listener: (message: TopicMessage<TopicRow<N>>) => void): () => void;
  /** Whether the host is reachable; told at once and on every change. */
  onConnection(listener: (connected: boolean) => void): () => void;
}
