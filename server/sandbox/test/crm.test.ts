import { afterAll, beforeAll, expect, it } from 'vitest';
import { personaByNumber, personas } from '../callers/directory.ts';
import { companyId, contacts } from '../crm/people.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

it('lists at least forty contacts, each caller among them under its own number', () => {
  expect(contacts.length).toBeGreaterThanOrEqual(40);
  for (const { name, company, number } of personas) {
    const contact = contacts.find((candidate) => candidate.name === name);
    expect(contact?.company).toBe(company);
    const digits = contact?.phone.replace(/\D/g, '').replace(/^0+/, '') ?? '';
    expect(number.endsWith(digits)).toBe(true);
    expect(personaByNumber(number)?.name).toBe(name);
  }
});

it.each(['/', '/stream', '/new', '/callers', '/plain', '/dark', '/big-root', '/strict', '/modal', '/rtl'])(
  'serves %s',
  async (path) => {
    const response = await fetch(sandbox.httpUrl + path);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toMatch(/^<!doctype html>/);
    const assets = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    for (const asset of new Set(assets)) expect((await fetch(sandbox.httpUrl + asset)).status).toBe(200);
    expect(response.headers.get('content-security-policy')).toBe(
      path === '/strict' ? "default-src 'self'; require-trusted-types-for 'script'" : null,
    );
  },
);

it('has a page for every company and none for others', async () => {
  const ids = new Set(contacts.map(({ company }) => companyId(company)));
  expect(ids.size).toBe(contacts.length);
  for (const id of ids) {
    expect((await fetch(`${sandbox.httpUrl}/companies/${id}`)).status).toBe(200);
  }
  expect((await fetch(`${sandbox.httpUrl}/companies/nobody`)).status).toBe(404);
  expect((await fetch(`${sandbox.httpUrl}/assets/..%2Fpages.ts`)).status).toBe(404);
});
