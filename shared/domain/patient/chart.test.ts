import { expect, it } from 'vitest';
import { chartAddress } from './chart.ts';
import { PatientId } from './types.ts';

const ID = PatientId.parse('a/b?c');

it.each([
  ['https://ehr.example/chart/{id}', 'https://ehr.example/chart/a%2Fb%3Fc'],
  ['https://ehr.example/open?patient={id}&x=1', 'https://ehr.example/open?patient=a%2Fb%3Fc&x=1'],
  ['http://127.0.0.1:8080/{id}', 'http://127.0.0.1:8080/a%2Fb%3Fc'],
  ['http://ehr.example/{id}', undefined],
  ['https://ehr.example/', undefined],
  ['javascript:alert({id})', undefined],
  ['file:///{id}', undefined],
  [undefined, undefined],
])('%s', (chartUrl, address) => expect(chartAddress({ chartUrl }, ID)).toBe(address));
