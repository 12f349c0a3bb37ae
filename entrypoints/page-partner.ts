import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { startPartner } from '../lib/page-api/partner.ts';
import { firstOf } from '../lib/page/shared.ts';

/** The other half of the page API, in the isolated world. */
export default defineUnlistedScript(() => {
  if (firstOf('page-partner')) startPartner();
});
