import { Hono } from 'hono';

/** The demo CRM. */
export function crmPages(): Hono {
  return new Hono();
}
