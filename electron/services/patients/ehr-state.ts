// What an error of the EHR does to its lamp.
import type { Health } from '../../../shared/contract/session.ts';
import type { AppError } from '../../../shared/result/result.ts';

/** The lamp that goes with an EHR error. */
export function ehrStateOf(error: AppError): Health['ehr'] {
  switch (error.code) {
    case 'ehrSlow':
    case 'ehrBusy':
      return 'slow';
    case 'ehrNotFhir':
      return 'notFhir';
    case 'ehrRefused':
    case 'ehrSignInRefused':
    case 'ehrNoSignIn':
      return 'refused';
    case 'ehrSignIn':
      return 'signIn';
    case 'ehrUnreachable':
    case 'ehrUnknownOutcome':
      return 'unreachable';
    default:
      return 'ok';
  }
}
