// A supervisor's desk (101) beside a colleague at a phone of another make (103), who talks with a caller from outside.
import { hearsInPage } from '../support/host.ts';
import type { CallId } from '../../shared/domain/call/call.ts';
import { PbxDesk } from './desk.ts';
import type { SiteChange } from './desk.ts';

/** Hz: the supervisor's desk, the colleague, the caller. */
export const [DESK, COLLEAGUE, CALLER] = [1000, 1200, 440];

export const asSupervisor: NonNullable<SiteChange> = (document) => document.setIn(['users', 0, 'role'], 'supervisor');

export const openSupervisor = (): Promise<PbxDesk> =>
  PbxDesk.open(asSupervisor, ['team', 'listening', 'deskNotices', 'alerts']);

/** Between tests. */
export async function everybodyOut(pbx: PbxDesk): Promise<void> {
  await pbx.asterisk.hangUpCallers();
  await pbx.colleague.evaluate('window.session && window.session.state !== "Terminated" && end()');
  await pbx.quiet();
}

/** The colleague takes a caller from outside, and they hear each other. */
export async function colleagueTalks({ asterisk, colleague }: PbxDesk): Promise<void> {
  await asterisk.call('2065550199', 'Test Caller', '113');
  await colleague.getByRole('button', { name: /Answer/ }).waitFor();
  await colleague.evaluate('answer()');
  await hearsInPage(colleague, 'only', CALLER);
  await asterisk.hears('caller', COLLEAGUE);
}

/** The supervisor joins the colleague's call. */
export async function listens(pbx: PbxDesk, mode: 'listen' | 'whisper' | 'barge' = 'listen'): Promise<CallId> {
  const placed = await pbx.client.command('supervision.listen', { extension: '103', mode });
  if (!placed.ok) throw new Error(placed.error.code);
  await pbx.state(placed.value.callId, 'talking');
  return placed.value.callId;
}
