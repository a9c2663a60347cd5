// What only this window knows: which call is in front, which panel is open, where the caret should go next.
import type { Scope } from '../../../shared/domain/work/rules.ts';
import type { CallId } from './calls.ts';

export interface FocusWish {
  /** Field id, or outcome | told | nextStep | owner | due | category | words. */
  readonly field: string;
  /** Rises, so that the same field can be wished for twice. */
  readonly at: number;
}

export interface Layout {
  /** What a note wrote was changed in the EHR meanwhile: both are looked at. */
  readonly conflictOf?: { readonly callId: CallId; readonly id: string } | undefined;
  readonly selected?: CallId | undefined;
  /** The transfer panel is open for this call. */
  readonly transferFor?: CallId | undefined;
  readonly keypadOpen: boolean;
  readonly deskSettingsOpen?: boolean | undefined;
  readonly searchOpen: boolean;
  /** What the search begins with, such as a pasted number. */
  readonly searchText?: string | undefined;
  readonly directoryOpen: boolean;
  /** The dialog "Hours and on call". */
  readonly dutyOpen?: boolean | undefined;
  readonly archiveOpen?: boolean | undefined;
  /** What the search of finished notes begins with. */
  readonly archiveText?: string | undefined;
  /** The practice's own settings. */
  readonly practiceOpen?: boolean | undefined;
  readonly voicemailOpen: boolean;
  /** The list of things to do over the whole window, or the report of the day in its place. */
  readonly todoOpen: 'list' | 'report' | undefined;
  readonly todoScope: Scope;
  /** Visits are being arranged for this call; `nobody`: only the waiting list is looked at. */
  readonly schedulingFor?: CallId | 'nobody' | undefined;
  /** The item in hand in that list. */
  readonly todoItem?: string | undefined;
  /** Everybody in the queues, for who leads. */
  readonly peopleOpen?: boolean | undefined;
  /** How often transfers reached somebody. */
  readonly accuracyOpen?: boolean | undefined;
  /** Figures and reports. */
  readonly reportsOpen?: boolean | undefined;
  /** The EHR's sign-in. */
  readonly ehrAccessOpen?: boolean | undefined;
  /** The dialog "Sound and headset". */
  readonly soundOpen: boolean;
  /** Incomplete finishes, per call: the form marks what is missing only after somebody tried. */
  readonly triedToFinish?: CallId | undefined;
  readonly focusWish?: FocusWish | undefined;
  /** The place of the note that was written in last, for its phrases. */
  readonly writingIn?: string | undefined;
  /** The dialogs for correcting a finished note and for reading its versions. */
  readonly correcting?: CallId | undefined;
  readonly versionsOf?: CallId | undefined;
  /** The note finished last at this window: a slip is usually seen at once. */
  readonly lastFinished?: CallId | undefined;
  /** Text handed to the patient search from elsewhere. */
  readonly patientQuery?: { readonly text: string; readonly at: number } | undefined;
}

export const firstLayout = (): Layout => ({
  keypadOpen: false,
  searchOpen: false,
  directoryOpen: false,
  voicemailOpen: false,
  todoOpen: undefined,
  todoScope: 'all',
  soundOpen: false,
});
