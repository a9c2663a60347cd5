// Every failure travels as data: a code the view turns into a sentence, a category that says who can act.

/** Who can do something about it: the user, the network, the far system, whoever set it up, or us. */
export type ErrorCategory = 'user' | 'network' | 'remote' | 'config' | 'bug';

/** Codes are stable names; their sentences live in renderer/console/i18n under `error.<code>`. */
export const ERROR_CATEGORY = {
  // who may do what
  notSignedIn: 'user',
  notAllowed: 'user',
  locked: 'user',
  wrongPassword: 'user',
  invalidInput: 'user',
  unknownCommand: 'bug',
  timedOut: 'network',
  disconnected: 'network',
  // phone
  phoneUnreachable: 'network',
  phoneRefused: 'config',
  phoneCertificate: 'config',
  phonePageMissing: 'bug',
  microphoneDenied: 'user',
  microphoneMissing: 'config',
  callGone: 'user',
  callBusyElsewhere: 'user',
  callNotPossibleNow: 'user',
  numberInvalid: 'user',
  numberUnknown: 'user',
  linkInvalid: 'user',
  nothingToRedial: 'user',
  numberBusy: 'remote',
  numberNoAnswer: 'remote',
  callDeclined: 'remote',
  callFailed: 'remote',
  holdFailed: 'remote',
  transferRefused: 'remote',
  transferUnknown: 'network',
  transferForbidden: 'user',
  transferWarmOnly: 'user',
  transferToSelf: 'user',
  parkingNotSet: 'config',
  linesFull: 'user',
  pickUpNotSet: 'config',
  // voicemail
  voicemailGone: 'user',
  voicemailRefused: 'config',
  // queues
  queueUnreachable: 'network',
  queueRefused: 'config',
  queueForbidden: 'config',
  queueMemberFixed: 'config',
  wrapUpFixed: 'config',
  queueTakeNotSet: 'config',
  queueNoNumber: 'config',
  queueCallerGone: 'user',
  // people and coaching
  memberGone: 'user',
  listenNotSet: 'config',
  listenNobody: 'user',
  listenYourself: 'user',
  listenOver: 'user',
  callbackGone: 'user',
  // EHR
  ehrUnreachable: 'network',
  ehrSlow: 'network',
  ehrRefused: 'config',
  ehrBusy: 'remote',
  ehrNotFhir: 'remote',
  ehrRejected: 'remote',
  ehrNotPermitted: 'config',
  ehrUnknownOutcome: 'network',
  ehrCannot: 'config',
  ehrNotFound: 'remote',
  ehrTooMany: 'user',
  ehrNeedsBirthDate: 'user',
  chartNotOpened: 'config',
  // scheduling
  slotTaken: 'user',
  slotPast: 'user',
  holdOver: 'user',
  visitGone: 'user',
  waitingNoNumber: 'user',
  scheduleNotHere: 'config',
  scheduleNotVerified: 'user',
  // signing in to the EHR
  ehrSignIn: 'user',
  ehrSignInRefused: 'remote',
  ehrSignInOver: 'user',
  ehrSignInPort: 'config',
  ehrNoSignIn: 'config',
  ehrOtherPerson: 'user',
  ehrNotAsked: 'user',
  // disk
  journalLocked: 'user',
  journalKeyMissing: 'config',
  journalDiskFull: 'config',
  journalFailed: 'bug',
  // site file
  siteInvalid: 'config',
  siteUnreadable: 'config',
  queueLogUnreadable: 'config',
  siteUnreachable: 'network',
  siteChangedMeanwhile: 'user',
  siteReadOnly: 'config',
  siteDiskFull: 'config',
  siteUnknownOutcome: 'network',
  siteTextOnly: 'user',
  practiceUnchanged: 'user',
  practiceTestsFail: 'user',
  practiceVersionGone: 'user',
  closureOver: 'user',
  // escalation
  escalationNobody: 'config',
  // notes
  noteIncomplete: 'user',
  noteFinished: 'user',
  noteNotFinished: 'user',
  noteGone: 'user',
  nothingToExport: 'user',
  // things to do
  workGone: 'user',
  workTaken: 'user',
  workDone: 'user',
  workChanged: 'user',
  workNoNumber: 'user',
  internal: 'bug',
} as const satisfies Record<string, ErrorCategory>;

export type ErrorCode = keyof typeof ERROR_CATEGORY;

/** An error without anything private: `detail` is for the support log and must never hold PHI. */
export interface AppError {
  readonly code: ErrorCode;
  readonly category: ErrorCategory;
  readonly detail?: string;
  /** What the far system did not accept, as the path of the element and never its value. */
  readonly field?: string;
  /** Milliseconds after which trying again makes sense (from Retry-After). */
  readonly retryAfterMs?: number;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

/** The answer of a command that has nothing to say beyond "done". */
export type Done = Record<string, never>;

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export function fail(code: ErrorCode, detail?: string, retryAfterMs?: number): { ok: false; error: AppError } {
  return { ok: false, error: appError(code, detail, retryAfterMs) };
}

export function appError(code: ErrorCode, detail?: string, retryAfterMs?: number): AppError {
  return {
    code,
    category: ERROR_CATEGORY[code],
    ...(detail === undefined ? {} : { detail }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Ends a switch over a union: the compiler refuses a forgotten member, the runtime names it. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
