// The fields of a made-up call, out of the form of the saved tests.
import type { FormField, FormMember } from '../../../../shared/domain/practice/form.ts';

/** Its name and what is expected are written when it is saved. */
const LATER = ['name', 'expect'];

export function situationsField(form: FormField | undefined): readonly FormMember[] {
  const item = form?.kind === 'list' ? form.item : undefined;
  return item?.kind === 'record' ? item.fields.filter(({ name }) => !LATER.includes(name)) : [];
}
