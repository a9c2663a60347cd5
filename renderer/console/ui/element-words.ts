// The EHR's names of elements → what people call them.
import type { TFunction } from 'i18next';

const ELEMENTS: Readonly<Record<string, string>> = {
  restriction: 'due',
  owner: 'owner',
  performerType: 'owner',
  requester: 'author',
  recipient: 'author',
  author: 'author',
  description: 'text',
  payload: 'text',
  content: 'text',
  note: 'text',
  for: 'patient',
  subject: 'patient',
  code: 'category',
  category: 'category',
  reasonCode: 'outcome',
  input: 'number',
  focus: 'order',
  about: 'order',
  businessStatus: 'referralStep',
};

/** "the due date (Task.restriction.period.end)": for who reads it, and for who has to mend it. */
export function fieldWords(path: string, t: TFunction): string {
  const element = ELEMENTS[path.split('.')[1]?.replace(/\[\d+\]$/, '') ?? ''];
  return element === undefined ? path : `${t(`work.element.${element}`)} (${path})`;
}
